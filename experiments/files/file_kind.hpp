// The kinds of files that the commands accept, such as experiments and platforms. Each kind is a
// plug-in in a file of its own in experiments/kinds. Its name is the argument of `kairos schema`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/schema.hpp"
#include "sim/base/value.hpp"

namespace kairos {

/// Recognises, checks and describes the documents of one kind.
class FileKind {
 public:
  static constexpr std::string_view kind = "file";
  static constexpr std::string_view called = "kind of file";

  virtual ~FileKind() = default;

  /// The term for a document of this kind in messages, such as "quality table".
  [[nodiscard]] virtual std::string_view title() const = 0;
  /// The last part of the message with which a command refuses a file of this kind, such as "use
  /// 'kairos solve'".
  [[nodiscard]] virtual std::string_view advice() const = 0;
  /// The keys by which a document is recognised: only documents of this kind have all of them. One
  /// kind has no such keys; it takes every document that no other kind recognises.
  [[nodiscard]] virtual std::vector<std::string> keys() const = 0;

  /// Applies the --set assignments and checks the document. Throws InputError if a command would
  /// refuse it. Otherwise returns a text for the user, such as "platform 'phone' is fine: 8
  /// elements in 3 clusters".
  [[nodiscard]] virtual std::string check(Value document,
                                          const std::vector<std::string>& assignments) const = 0;

  /// The keys and values of a document, for the JSON Schema; empty if the schema leaves out this
  /// kind.
  [[nodiscard]] virtual std::optional<Schema> schema() const = 0;
  /// Groups of keys for the JSON Schema. A document must have all keys of at least one group. Empty
  /// if any combination of keys is allowed.
  [[nodiscard]] virtual std::vector<std::vector<std::string>> alternatives() const { return {}; }
  /// True if a document may consist of `use: NAME` and changes to the document with that name.
  [[nodiscard]] virtual bool is_usable() const { return false; }
};

/// The name of the kind of a document, such as "platform". A list has the kind of its first item.
std::string kind_of(const Value& document);

/// Throws InputError if the document is not a map, or if its kind has another name. The message
/// says what to do instead.
void require_kind(const Value& document, const std::string& name);

}  // namespace kairos
