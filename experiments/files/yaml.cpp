// Reads and writes YAML. This is the only file that includes yaml-cpp.
#include "experiments/files/yaml.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/emitter.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "sim/base/file.hpp"

namespace kairos {
namespace {

constexpr std::size_t most_bytes = 160U << 20U;  // Limits the tree, with its aliases expanded.
constexpr std::size_t deepest = 64;

/// The size of a tree: its bytes of memory and its number of levels.
struct Size {
  std::size_t bytes = 0, depth = 1;

  void add(const Size& part) {
    bytes += part.bytes;
    depth = std::max(depth, part.depth + 1);
  }
};

Size size_of(const Value& value) {
  Size size{sizeof(Value::Entry) + value.text.size(), 1};
  for (const Value& item : value.items) size.add(size_of(item));
  for (const Value::Entry& entry : value.entries) {
    size.add(size_of(entry.value));
    size.bytes += entry.key.size();
  }
  return size;
}

/// Builds the tree from the parser's events. Anchors are kept as finished values, so every alias
/// costs the size of its value. The memory and the depth of the whole tree are limited.
class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::shared_ptr<const std::string> file) : file_(std::move(file)) {}

  Value take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    spend(mark, {sizeof(Value::Entry), 1});
    Value value;
    value.place = place(mark);
    add(std::move(value), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      throw InputError(place(mark),
                       "an alias refers to a value that contains the alias; write the value out");
    }
    spend(mark, found->second.second);
    add(found->second.first, 0);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    Value value = Value::scalar(text, place(mark));
    value.quoted = tag == "!";
    if (!value.quoted && (text == "~" || text == "null" || text.empty()))
      value.kind = Value::Kind::null;
    spend(mark, {sizeof(Value::Entry) + text.size(), 1});
    add(std::move(value), anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    spend(mark, {sizeof(Value::Entry), 1});
    open_.push_back({Value::list({}, place(mark)), anchor, {}, {}, {}});
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    spend(mark, {sizeof(Value::Entry), 1});
    open_.push_back({Value::map(place(mark)), anchor, {}, {}, {}});
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Value value;
    YAML::anchor_t anchor = 0;
    std::optional<std::string> key;  ///< The last key of a map, until its value has been read.
    SourceLocation key_place;
    std::map<std::string, int> lines;  ///< The line of every key read so far.
  };

  [[nodiscard]] SourceLocation place(const YAML::Mark& mark) const {
    return {file_, mark.line + 1, mark.column + 1};
  }

  /// Adds to the memory used and throws if the tree becomes too large or too deep.
  void spend(const YAML::Mark& mark, const Size& more) {
    bytes_ += more.bytes;
    if (bytes_ > most_bytes) {
      throw InputError(place(mark), "the document takes more than " +
                                        std::to_string(most_bytes >> 20U) +
                                        " MiB once its aliases are written out; make it smaller");
    }
    if (open_.size() + more.depth > deepest) {
      throw InputError(place(mark), "the document is nested too deeply, more than " +
                                        std::to_string(deepest) + " levels; flatten it");
    }
  }

  void add(Value value, YAML::anchor_t anchor) {
    if (anchor != 0) keep(anchor, value);
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    Open& parent = open_.back();
    if (parent.value.is_list()) {
      parent.value.items.push_back(std::move(value));
    } else if (!parent.key) {
      take_key(parent, value);
    } else {
      parent.value.entries.push_back({std::move(*parent.key), parent.key_place, std::move(value)});
      parent.key.reset();
    }
  }

  void keep(YAML::anchor_t anchor, const Value& value) {
    const Size size = size_of(value);
    spend({}, {size.bytes, 1});
    anchors_[anchor] = {value, size};
  }

  static void take_key(Open& parent, const Value& value) {
    if (!value.is_scalar()) {
      throw InputError(value.place, "expected a key, found " + value.shown() + "; write a name");
    }
    const auto [known, is_new] = parent.lines.emplace(value.text, value.place.line);
    if (!is_new) {
      throw InputError(value.place, "key '" + value.text + "' appears twice, first on line " +
                                        std::to_string(known->second) + "; keep one of them");
    }
    parent.key = value.text;
    parent.key_place = value.place;
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    add(std::move(done.value), done.anchor);
  }

  std::shared_ptr<const std::string> file_;
  Value root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, std::pair<Value, Size>> anchors_;
  std::size_t bytes_ = 0;
};

/// The last line, up to `line` (counted from 0), that has a tab in its indentation, and the column
/// of the tab. The line is 0 if there is none.
SourceLocation last_tab(const std::string& text, int line,
                        const std::shared_ptr<const std::string>& file) {
  SourceLocation found{file, 0, 0};
  std::istringstream lines(text);
  std::string content;
  for (int at = 0; at <= line && std::getline(lines, content); ++at) {
    const std::size_t tab = content.find_first_not_of(' ');
    if (tab != std::string::npos && content[tab] == '\t') {
      found.line = at + 1;
      found.column = static_cast<int>(tab) + 1;
    }
  }
  return found;
}

InputError not_yaml(const YAML::Exception& error, const std::string& text,
                    const std::shared_ptr<const std::string>& file) {
  const SourceLocation tab = last_tab(text, error.mark.line, file);
  if (tab.line > 0) {
    return InputError(tab, "not valid YAML: a tab is used for indentation; use spaces");
  }
  return InputError({file, error.mark.line + 1, error.mark.column + 1},
                    "not valid YAML: " + error.msg + "; check quotes, brackets and indentation");
}

Value parse_text(const std::string& text, const std::string& name) {
  const auto file = std::make_shared<const std::string>(name);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    TreeBuilder builder(file);
    if (!parser.HandleNextDocument(builder)) {
      throw InputError(
          {file, 0, 0},
          "the file contains no document; 'kairos schema' prints the keys of a document");
    }
    Value value = builder.take();
    if (value.is_null()) {
      throw InputError({file, 0, 0},
                       "the document is empty; 'kairos schema' prints the keys of a document");
    }
    if (TreeBuilder second(file); parser.HandleNextDocument(second)) {
      throw InputError({file, 0, 0}, "the file contains several documents; keep one of them");
    }
    return value;
  } catch (const YAML::DeepRecursion& error) {
    throw InputError({file, error.mark.line + 1, error.mark.column + 1},
                     "the document is nested too deeply; flatten it");
  } catch (const YAML::Exception& error) {
    throw not_yaml(error, text, file);
  }
}

void emit(YAML::Emitter& out, const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      out << YAML::Null;
      break;
    case Value::Kind::scalar:
      if (value.text.empty() || value.text == "~" || value.text == "null") {
        out << YAML::DoubleQuoted;  // Quoted, it reads back as text and not as null.
      }
      out << value.text;
      break;
    case Value::Kind::list: {
      const bool flat = std::ranges::all_of(value.items, &Value::is_scalar);
      if (flat) out << YAML::Flow;
      out << YAML::BeginSeq;
      for (const Value& item : value.items) emit(out, item);
      out << YAML::EndSeq;
      break;
    }
    case Value::Kind::map:
      out << YAML::BeginMap;
      for (const Value::Entry& entry : value.entries) {
        out << YAML::Key << entry.key << YAML::Value;
        emit(out, entry.value);
      }
      out << YAML::EndMap;
      break;
  }
}

}  // namespace

Value read_yaml_file(const std::filesystem::path& path, const SourceLocation& asked_by) {
  return parse_text(read_text_file(path, asked_by), path.string());
}

Value read_yaml_text(const std::string& text, const std::string& name) {
  return parse_text(plain_lines(text), name);
}

std::string to_yaml(const Value& value) {
  YAML::Emitter out;
  emit(out, value);
  return std::string(out.c_str()) + "\n";
}

}  // namespace kairos
