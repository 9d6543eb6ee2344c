// What of CodeMirror the editor of rules uses.
export {
  EditorView, keymap, lineNumbers, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, drawSelection,
} from '@codemirror/view';
export { EditorState, Compartment } from '@codemirror/state';
export { defaultKeymap, history, historyKeymap, indentMore, indentLess } from '@codemirror/commands';
export {
  HighlightStyle, syntaxHighlighting, indentUnit, bracketMatching, indentOnInput,
} from '@codemirror/language';
export { autocompletion, completionKeymap } from '@codemirror/autocomplete';
export { lintGutter, lintKeymap, setDiagnostics, openLintPanel, nextDiagnostic } from '@codemirror/lint';
export { yaml } from '@codemirror/lang-yaml';
export { tags } from '@lezer/highlight';
