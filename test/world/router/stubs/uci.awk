# Prints a UCI configuration as `uci show` or `uci get` does.
# UCI_MODE is show or get, UCI_PATH is config[.section[.option]], a section is a name or @type[index].

# Splits a line into words: blanks part them, quotes hold them together, a backslash keeps the next character.
function split_words(line, word,    i, c, n, quote, open, text) {
  n = 0; quote = ""; open = 0; text = ""
  for (i = 1; i <= length(line) + 1; i++) {
    c = substr(line, i, 1)
    if (quote != "" && c == quote) { quote = ""; continue }
    if (quote == "'" && c != "") { text = text c; continue }
    if (c == "\\" && i < length(line)) { i++; text = text substr(line, i, 1); open = 1; continue }
    if (quote != "" && c != "") { text = text c; continue }
    if (c == "'" || c == "\"") { quote = c; open = 1; continue }
    if (c == "#" && !open) c = ""
    if (c == "" || c == " " || c == "\t" || c == "\r") {
      if (open) { word[++n] = text; text = ""; open = 0 }
      if (c == "") break
      continue
    }
    text = text c; open = 1
  }
  return n
}

function quoted(text) {
  gsub(/'/, "'\\''", text)
  return "'" text "'"
}

function file_name(path) {
  sub(/.*\//, "", path)
  return path
}

FNR == 1 { config = file_name(FILENAME); section = 0 }

{
  count = split_words($0, word)
  if (count < 2) next
  if (word[1] == "package") { config = word[2]; next }
  if (word[1] == "config") {
    section = ++sections
    type_of[section] = word[2]
    config_of[section] = config
    place = seen[config, word[2]]++
    by_index[section] = "@" word[2] "[" place "]"
    name_of[section] = count > 2 ? word[3] : by_index[section]
    place_of[section] = place
    next
  }
  if ((word[1] != "option" && word[1] != "list") || section == 0 || count < 3) next
  key = section SUBSEP word[2]
  if (!(key in value_of)) options[section] = options[section] (options[section] == "" ? "" : SUBSEP) word[2]
  if (word[1] == "list" && (key in value_of)) {
    value_of[key] = value_of[key] " " word[3]
    shown_of[key] = shown_of[key] " " quoted(word[3])
  } else {
    value_of[key] = word[3]
    shown_of[key] = quoted(word[3])
  }
}

# The option's line of `show`, or its value for `get`.
function print_option(section, option,    key) {
  key = section SUBSEP option
  if (mode == "get") print value_of[key]
  else print config_of[section] "." name_of[section] "." option "=" shown_of[key]
}

function print_section(section,    n, i, name) {
  if (mode == "get") { print type_of[section]; return }
  print config_of[section] "." name_of[section] "=" type_of[section]
  n = split(options[section], name, SUBSEP)
  for (i = 1; i <= n; i++) print_option(section, name[i])
}

function wanted(section, name,    type, place, total) {
  if (name == name_of[section] || name == by_index[section]) return 1
  if (name !~ /^@[^\[]+\[-[0-9]+\]$/) return 0
  type = name; sub(/^@/, "", type); sub(/\[.*/, "", type)
  place = name; sub(/.*\[/, "", place); sub(/\]$/, "", place)
  total = seen[config_of[section], type]
  return type == type_of[section] && place_of[section] == total + place
}

END {
  mode = ENVIRON["UCI_MODE"]
  depth = split(ENVIRON["UCI_PATH"], path, ".")
  found = 0
  if (depth < 2) {
    for (i = 1; i <= sections; i++) print_section(i)
    found = mode == "show"
  } else {
    for (i = 1; i <= sections; i++) {
      if (!wanted(i, path[2])) continue
      if (depth == 2) { print_section(i); found = 1 }
      else if ((i SUBSEP path[3]) in value_of) { print_option(i, path[3]); found = 1 }
    }
  }
  if (found) exit 0
  if (ENVIRON["UCI_QUIET"] == "") print "uci: Entry not found" > "/dev/stderr"
  exit 1
}
