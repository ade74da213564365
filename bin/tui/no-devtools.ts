// Ink asks for react-devtools-core only when DEV is set; the bundle ships without it.
export default {};
