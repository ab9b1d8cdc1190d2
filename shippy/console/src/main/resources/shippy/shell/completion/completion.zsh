#compdef PROGRAM
# Completion of PROGRAM for zsh: PROGRAM itself says what may come next.
_PROGRAM() {
  local line="${(j: :)words[1,CURRENT-1]} $PREFIX" choice
  local -a whole begun
  for choice in "${(@f)$(PROGRAM completion zsh -- "$line" 2>/dev/null)}"; do
    case $choice in
      :files)
        [[ $PREFIX == --*=* ]] && compset -P '*='
        _files
        return
        ;;
      +*) whole+=("${choice#+}") ;;
      -*) begun+=("${choice#-}") ;;
    esac
  done
  _describe PROGRAM whole -- begun -S ''
}
# Called when zsh has found this file, defined when it is sourced.
if [[ ${funcstack[1]} == _PROGRAM ]]; then
  _PROGRAM "$@"
else
  compdef _PROGRAM PROGRAM
fi
