"""The style sheet of the HTML displays. All of it is scoped under one class, `recovery-eval`.

Colours are translucent over whatever the page has, so they are readable on light and on dark. Kinds of mark also
differ in their underline, and each is named in words below its turn.
"""

FRAGMENT_STYLE = """\
.recovery-eval { font: 14px/1.5 system-ui, sans-serif; text-align: left; }
.recovery-eval .re-columns { display: flex; flex-wrap: wrap; gap: 1.5rem; }
.recovery-eval .re-columns > section { flex: 1 1 22rem; min-width: 0; }
.recovery-eval h2, .recovery-eval h3 { margin: .5rem 0; font-size: 1.1em; overflow-wrap: anywhere; }
.recovery-eval h3 { font-size: 1em; }
.recovery-eval ol, .recovery-eval ul { list-style: none; margin: 0; padding: 0; }
.recovery-eval li { margin: .4rem 0; overflow-wrap: anywhere; }
.recovery-eval p { margin: 0; }
.recovery-eval .re-turn, .recovery-eval .re-result { border-left: 4px solid rgba(128,128,128,.4); padding-left: .6rem; }
.recovery-eval .re-agent { border-left-color: rgba(56,120,220,.7); }
.recovery-eval .re-who, .recovery-eval .re-small { font-size: .85em; opacity: .8; }
.recovery-eval .re-said { white-space: pre-wrap; }
.recovery-eval mark { background: rgba(128,128,128,.25); color: inherit; text-decoration: underline 2px; }
.recovery-eval mark.re-pass { background: rgba(40,160,70,.28); }
.recovery-eval mark.re-near { background: rgba(220,160,0,.28); text-decoration: underline 2px dotted; }
.recovery-eval mark.re-fail { background: rgba(220,50,50,.28); text-decoration: underline 2px wavy; }
.recovery-eval .re-result.re-pass { border-left-color: rgba(40,160,70,.8); }
.recovery-eval .re-result.re-fail { border-left-color: rgba(220,50,50,.8); }
"""

PAGE_STYLE = """\
:root { color-scheme: light dark; }
body { margin: 1.5rem auto; padding: 0 1rem; max-width: 75rem; font: 14px/1.5 system-ui, sans-serif; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; overflow-wrap: anywhere; }
th, td, article { border-bottom: 1px solid rgba(128,128,128,.4); }
article { padding: 1rem 0; }
"""
