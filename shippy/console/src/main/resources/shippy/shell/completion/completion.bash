# Completion of PROGRAM for bash: PROGRAM itself says what may come next.
_FUNCTION() {
  local line=${COMP_LINE:0:COMP_POINT} typed begun word
  typed=${line##*[[:space:]]}
  # Bash replaces only what follows a character such as = or :
  begun=${typed%"${typed##*["$COMP_WORDBREAKS"]}"}
  COMPREPLY=()
  while IFS= read -r word; do
    case $word in
      :files) compopt -o default +o nospace ;;
      *) COMPREPLY+=("${word#"$begun"}") ;;
    esac
  done < <(PROGRAM completion bash -- "$line" 2>/dev/null)
}
complete -o nospace -F _FUNCTION PROGRAM
