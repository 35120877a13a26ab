// The kinds of files that the commands accept. Each kind is a plug-in, in a file of
// experiments/kinds; its name is the one that `kairos schema` accepts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/schema.hpp"
#include "sim/base/value.hpp"

namespace kairos {

class FileKind {
 public:
  static constexpr std::string_view kind = "file";
  static constexpr std::string_view called = "kind of file";

  virtual ~FileKind() = default;

  /// The term for such a document in messages, as in "quality table".
  [[nodiscard]] virtual std::string_view title() const = 0;
  /// Says what to do with such a file, after a command has refused it.
  [[nodiscard]] virtual std::string_view advice() const = 0;
  /// The keys by which a document is recognised: only documents of this kind have all of them. The
  /// kind without keys takes every document that no other kind recognises.
  [[nodiscard]] virtual std::vector<std::string> keys() const = 0;

  /// Reports everything that the commands would refuse, with the --set assignments applied, by an
  /// InputError. Returns the result for the user: "platform 'phone' is fine: 8 elements in 3
  /// clusters".
  [[nodiscard]] virtual std::string check(Value document,
                                          const std::vector<std::string>& assignments) const = 0;

  /// The form of a document, for the JSON Schema; empty if the kind has none.
  [[nodiscard]] virtual std::optional<Schema> schema() const = 0;
  /// Lists of keys. A document must have all keys of at least one of the lists, if there are any.
  [[nodiscard]] virtual std::vector<std::vector<std::string>> alternatives() const { return {}; }
  /// True if a document may consist of `use: NAME` and changes to the document of this name.
  [[nodiscard]] virtual bool is_usable() const { return false; }
};

/// The name of the kind of a document. A list is of the kind of its first item.
std::string kind_of(const Value& document);

/// Throws InputError if the document is not a map or is not of the kind with this name; the message
/// names the command to use instead.
void require_kind(const Value& document, const std::string& name);

}  // namespace kairos
