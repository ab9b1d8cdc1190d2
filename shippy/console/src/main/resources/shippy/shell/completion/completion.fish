# Completion of PROGRAM for fish: PROGRAM itself says what may come next.
function __FUNCTION_choices
    set -l line (commandline --cut-at-cursor --current-process)
    set -l choices (PROGRAM completion fish -- "$line" 2>/dev/null)
    if test "$choices[1]" = :files
        set -l typed (commandline --cut-at-cursor --current-token)
        set -l option (string match --regex -- '^--[^=]*=' $typed; or echo)
        for file in (__fish_complete_path (string replace -- "$option" '' $typed))
            echo $option$file
        end
    else if test -n "$choices"
        printf '%s\n' $choices
    end
end
complete --command PROGRAM --no-files --arguments '(__FUNCTION_choices)'
