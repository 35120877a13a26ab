// The interface of readers: a reader turns a file of a foreign format into one of our own
// documents, such as a workload or a network. Everything that accepts the document then accepts the
// file as well.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "sim/base/value.hpp"

namespace kairos {

class Reader {
 public:
  static constexpr std::string_view kind = "reader";
  static constexpr std::string_view called = "file format";

  struct Source {
    std::string path;
    std::string contents;
  };
  struct Settings {
    /// The extents of dimensions that a file leaves open, by their names.
    std::map<std::string, std::int64_t> bindings;
  };
  virtual ~Reader() = default;

  /// True if a file has this format, judged by the end of its name and by its first bytes.
  [[nodiscard]] virtual bool recognises(const Source& source) const = 0;
  /// Returns the document. Throws InputError with the file and, where there are lines, the line.
  [[nodiscard]] virtual Value read(const Source& source, const Settings& settings) const = 0;
};

}  // namespace kairos
