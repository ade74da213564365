#!/usr/bin/env bash
# Gradescope runs this once, when the autograder's image is built. Zip it with run_autograder and the course's tarball.
set -euo pipefail
apt-get update -qq
apt-get install -y -qq curl ca-certificates util-linux
curl -fsSL https://deb.nodesource.com/setup_20.x | bash -
apt-get install -y -qq nodejs
npm install --prefix /opt/course /autograder/source/my-cluster-course-*.tgz
