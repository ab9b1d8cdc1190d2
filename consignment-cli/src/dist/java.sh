# Sets $java to the Java to use and $version to its version, or ends with what to do about it.

fail() { # what, what was looked at
  {
    echo "error: $1"
    echo "  $2"
    echo "  try:    apt-get install openjdk-17-jre-headless   or brew install openjdk"
    echo "          export JAVA_HOME=...                      the folder of a Java that is here"
  } >&2
  exit 78
}

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  found="set by JAVA_HOME"
  [ -x "$java" ] || fail "JAVA_HOME: \"$JAVA_HOME\" (expected: Java 17 or newer)" "there is no bin/java in it"
else
  java=$(command -v java) || fail "no java found (expected: Java 17 or newer)" "looked at: JAVA_HOME (not set), PATH"
  found="found in PATH"
fi

# Its `release` file tells the version without starting it.
place=$java
while [ -h "$place" ]; do
  target=$(readlink "$place")
  case $target in
    /*) place=$target ;;
    *) place=${place%/*}/$target ;;
  esac
done
version=
if [ -r "${place%/*}/../release" ]; then
  while IFS='=' read -r key value; do
    if [ "$key" = JAVA_VERSION ]; then
      version=${value#\"}
      version=${version%\"*}
    fi
  done <"${place%/*}/../release"
fi
if [ -z "$version" ]; then
  version=$("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p')
fi

major=${version#1.} # 1.8.0 is 8
major=${major%%[!0-9]*}
[ "${major:-0}" -ge 17 ] || fail "$java: Java ${version:-of unknown version} (expected: 17 or newer)" "$found"
