// The only file that includes yaml-cpp.
#include "experiments/document/yaml.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include <nlohmann/json.hpp>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/emitter.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace kairos {
namespace {

constexpr std::size_t most_values = 4'000'000;  // about half a gigabyte of tree
constexpr std::uintmax_t most_bytes = 256U << 20U;

std::size_t count_values(const Value& value) {
  std::size_t count = 1;
  for (const Value& item : value.items) count += count_values(item);
  for (const Value::Entry& entry : value.entries) count += count_values(entry.value);
  return count;
}

/// Builds the tree from the parser's events. Anchors are kept as finished values, so an alias costs
/// what it expands to, and the sum is limited.
class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::shared_ptr<const std::string> file) : file_(std::move(file)) {}

  Value take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Value value;
    value.place = place(mark);
    add(std::move(value), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      throw InputError(place(mark),
                       "an alias refers to a value that contains it; write the value out");
    }
    count(mark, found->second.second);
    add(found->second.first, 0);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    Value value = Value::scalar(text, place(mark));
    value.quoted = tag == "!";
    if (!value.quoted && (text == "~" || text == "null" || text.empty()))
      value.kind = Value::Kind::null;
    count(mark, 1);
    add(std::move(value), anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    count(mark, 1);
    open_.push_back({Value::list({}, place(mark)), anchor, {}, {}, {}});
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    count(mark, 1);
    open_.push_back({Value::map(place(mark)), anchor, {}, {}, {}});
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Value value;
    YAML::anchor_t anchor = 0;
    std::optional<std::string> key;  ///< Of a map whose next value is due.
    Place key_place;
    std::map<std::string, int> lines;  ///< Of the keys so far.
  };

  [[nodiscard]] Place place(const YAML::Mark& mark) const {
    return {file_, mark.line + 1, mark.column + 1};
  }

  void count(const YAML::Mark& mark, std::size_t values) {
    values_ += values;
    if (values_ > most_values) {
      throw InputError(place(mark),
                       "the document holds more than " + std::to_string(most_values) +
                           " values once its aliases are written out; make it smaller");
    }
  }

  void add(Value value, YAML::anchor_t anchor) {
    if (anchor != 0) anchors_[anchor] = {value, count_values(value)};
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

  static void take_key(Open& parent, const Value& value) {
    if (!value.is_scalar()) {
      throw InputError(value.place, value.shown() + " stands where a key is due; write a name");
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
  std::map<YAML::anchor_t, std::pair<Value, std::size_t>> anchors_;
  std::size_t values_ = 0;
};

void refuse_what_is_no_text(const std::string& text, const Place& file) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    throw InputError(file, "the file is empty; see 'kairos schema' for what may stand in it");
  }
  const auto is_binary = [](unsigned char c) {
    return c < 0x20 && c != '\t' && c != '\n' && c != '\r';
  };
  if (std::ranges::any_of(text, is_binary)) {
    throw InputError(file, "the file is not text; give a YAML file");
  }
}

Value parse_text(const std::string& text, const std::string& name) {
  const auto file = std::make_shared<const std::string>(name);
  refuse_what_is_no_text(text, {file, 0, 0});
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    TreeBuilder builder(file);
    if (!parser.HandleNextDocument(builder)) {
      throw InputError({file, 0, 0}, "the file holds no document; see 'kairos schema'");
    }
    Value value = builder.take();
    if (value.is_null()) {
      throw InputError({file, 0, 0},
                       "the document is empty; see 'kairos schema' for what may stand in it");
    }
    if (TreeBuilder second(file); parser.HandleNextDocument(second)) {
      throw InputError({file, 0, 0}, "the file holds several documents; keep one");
    }
    return value;
  } catch (const YAML::DeepRecursion& error) {
    throw InputError({file, error.mark.line + 1, error.mark.column + 1},
                     "the document is nested too deeply; flatten it");
  } catch (const YAML::Exception& error) {
    throw InputError({file, error.mark.line + 1, error.mark.column + 1},
                     "this is no YAML: " + error.msg + "; check quotes, brackets and indentation");
  }
}

void emit(YAML::Emitter& out, const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      out << YAML::Null;
      break;
    case Value::Kind::scalar:
      if (value.quoted && value.text.empty()) out << YAML::DoubleQuoted;
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

nlohmann::ordered_json to_json(const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      return nullptr;
    case Value::Kind::scalar:
      return value.text;
    case Value::Kind::list: {
      auto list = nlohmann::ordered_json::array();
      for (const Value& item : value.items) list.push_back(to_json(item));
      return list;
    }
    case Value::Kind::map: {
      auto map = nlohmann::ordered_json::object();
      for (const Value::Entry& entry : value.entries) map[entry.key] = to_json(entry.value);
      return map;
    }
  }
  return nullptr;
}

}  // namespace

Value read_yaml_file(const std::filesystem::path& path) {
  const Place file{std::make_shared<const std::string>(path.string()), 0, 0};
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    throw InputError(file, "this is a folder; give a file in it");
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw InputError(file, "the file cannot be opened; check its name and permissions");
  if (const auto size = std::filesystem::file_size(path, error); !error && size > most_bytes) {
    throw InputError(file, "the file is larger than 256 MiB; make it smaller");
  }
  std::ostringstream text;
  text << stream.rdbuf();
  return parse_text(text.str(), path.string());
}

Value read_yaml_text(const std::string& text, const std::string& name) {
  return parse_text(text, name);
}

std::string to_yaml(const Value& value) {
  YAML::Emitter out;
  emit(out, value);
  return std::string(out.c_str()) + "\n";
}

std::string to_json_text(const Value& value) {
  return to_json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace kairos
