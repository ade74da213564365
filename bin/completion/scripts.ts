/** The shells that have a script. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** The script that a shell loads; it asks `course` itself for what fits, so that it is never out of date. */
export const scripts: Readonly<Record<Shell, string>> = {
  bash: `# Completion of course for bash. Load it from ~/.bashrc:  source <(course completion bash)
_course() {
  local IFS=$'\\n'
  COMPREPLY=($(course completion --words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  # Where the course has nothing to offer, bash offers files.
}
complete -o default -F _course course
`,
  zsh: `#compdef course
# Completion of course for zsh. Load it from ~/.zshrc, after compinit:  source <(course completion zsh)
_course() {
  local -a found
  found=(\${(f)"$(course completion --words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#found} )); then compadd -a found; else _files; fi
}
compdef _course course
`,
  fish: `# Completion of course for fish. Load it from config.fish:  course completion fish | source
function __course_offers
  set -l found (course completion --words -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)
  # Where the course has nothing to offer, files are offered.
  test (count $found) -gt 0; and printf '%s\\n' $found; or __fish_complete_path (commandline -ct)
end
complete -c course -f -a '(__course_offers)'
`,
};
