#include "sim/base/json_tree.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "sim/base/fields.hpp"
#include "sim/base/file.hpp"

namespace kairos {
namespace {

using nlohmann::json;

/// The position in a text up to which the parser has read, and the place where the last token
/// began.
class Cursor {
 public:
  Cursor(const std::string& text, const std::string& path)
      : text_(text), file_(std::make_shared<const std::string>(path)) {}

  /// The next character; called once per character.
  char take() {
    const char c = text_[at_++];
    const bool separates = std::string_view(" \t\n\r,:]}").find(c) != std::string_view::npos;
    if (!in_token_ && !separates) {
      in_token_ = true;
      token_ = {line_, column_};
    }
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else {
      ++column_;
    }
    return c;
  }
  [[nodiscard]] bool is_at_end() const { return at_ == text_.size(); }
  [[nodiscard]] bool is_at_space() const {
    return !is_at_end() && std::string_view(" \t\n\r").find(text_[at_]) != std::string_view::npos;
  }

  /// The place of the token that was read last; the next character begins another one.
  SourceLocation end_token() {
    in_token_ = false;
    return {file_, token_.line, token_.column};
  }
  [[nodiscard]] SourceLocation place() const { return {file_, line_, std::max(column_ - 1, 1)}; }

 private:
  struct Position {
    int line = 1, column = 1;
  };
  const std::string& text_;
  std::shared_ptr<const std::string> file_;
  std::size_t at_ = 0;
  int line_ = 1, column_ = 1;
  bool in_token_ = false;
  Position token_;
};

/// Gives the parser the text through the cursor.
class Characters {
 public:
  // NOLINTBEGIN(readability-identifier-naming): std::iterator_traits asks for these names.
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;
  // NOLINTEND(readability-identifier-naming)

  explicit Characters(Cursor* cursor) : cursor_(cursor) {}
  char operator*() const { return cursor_->take(); }
  Characters& operator++() { return *this; }
  bool operator==(const Characters& other) const {
    return cursor_ == other.cursor_ || (cursor_ != nullptr && cursor_->is_at_end());
  }
  bool operator!=(const Characters& other) const { return !(*this == other); }

 private:
  Cursor* cursor_;
};

/// Builds a tree from the parser's events.
class TreeBuilder final : public json::json_sax_t {
 public:
  explicit TreeBuilder(Cursor& cursor) : cursor_(cursor) {}

  Value take() { return std::move(root_); }

  bool null() override { return add({}); }
  bool boolean(bool value) override { return add(Value::scalar(value ? "true" : "false")); }
  bool number_integer(json::number_integer_t value) override {
    return add(Value::scalar(std::to_string(value)));
  }
  bool number_unsigned(json::number_unsigned_t value) override {
    return add(Value::scalar(std::to_string(value)));
  }
  bool number_float(json::number_float_t, const std::string& text) override {
    return add(Value::scalar(text));
  }
  bool string(std::string& text) override {
    Value value = Value::scalar(std::move(text));
    value.quoted = true;
    return add(std::move(value));
  }
  bool binary(json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Value::map()); }
  bool start_array(std::size_t) override { return open(Value::list()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(std::string& text) override {
    open_.back().key_place = cursor_.end_token();
    open_.back().key = std::move(text);
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const json::exception& error) override {
    const std::string what = error.what();
    const std::size_t begin = what.find("error while parsing");
    throw InputError(cursor_.place(),
                     "not valid JSON: " + (begin == std::string::npos ? what : what.substr(begin)) +
                         "; check brackets, commas and quotes");
  }

 private:
  struct Open {
    Value value;
    std::string key;
    SourceLocation key_place;
  };

  bool open(Value value) {
    constexpr std::size_t deepest = 64;
    value.place = cursor_.end_token();
    if (open_.size() >= deepest) {
      throw InputError(value.place, "the file is nested too deeply, more than " +
                                        std::to_string(deepest) + " levels; flatten it");
    }
    open_.push_back({std::move(value), {}, {}});
    return true;
  }
  bool close() {
    cursor_.end_token();
    Value done = std::move(open_.back().value);
    open_.pop_back();
    return keep(std::move(done));
  }
  bool add(Value value) {
    value.place = cursor_.end_token();
    return keep(std::move(value));
  }
  bool keep(Value value) {
    constexpr std::size_t most = 3'000'000;
    if (++values_ > most) {
      throw InputError(value.place, "the file has more than " + std::to_string(most) +
                                        " values; make it smaller");
    }
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (Open& parent = open_.back(); parent.value.is_list()) {
      parent.value.items.push_back(std::move(value));
    } else {
      parent.value.entries.push_back({std::move(parent.key), parent.key_place, std::move(value)});
    }
    return true;
  }

  Cursor& cursor_;
  Value root_;
  std::vector<Open> open_;
  std::size_t values_ = 0;
};

}  // namespace

std::vector<Value> json_values(const std::string& contents, const std::string& path) {
  const std::string text = text_of(contents, path);
  Cursor cursor(text, path);
  TreeBuilder builder(cursor);
  std::vector<Value> values;
  while (!cursor.is_at_end()) {
    json::sax_parse(Characters(&cursor), Characters(nullptr), &builder, json::input_format_t::json,
                    false);
    values.push_back(builder.take());
    while (cursor.is_at_space()) cursor.take();
  }
  return values;
}

const Value& member(const Value& object, std::string_view key) {
  require_map(object);
  const Value* value = object.find(key);
  if (value == nullptr) {
    throw InputError(object.place,
                     "'" + std::string(key) + "' is missing in this object; the format needs it");
  }
  return *value;
}

const std::vector<Value>& items_of(const Value& list) {
  if (!list.is_list()) {
    throw InputError(list.place, "expected a list, found " + list.shown() + "; write [ ... ]");
  }
  return list.items;
}

const std::string& word_of(const Value& value) {
  return scalar_text(value, "text");
}

double amount_of(const Value& value) {
  const double number = at_place(value, [&] { return parse_number(scalar_text(value, "number")); });
  if (!(number >= 0) || !std::isfinite(number)) {
    throw InputError(value.place, value.shown() + " is negative; write zero or more");
  }
  return number;
}

}  // namespace kairos
