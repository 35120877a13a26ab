// The interface of readers: a reader turns a file of a foreign format into one of our own
// documents, such as a workload or a platform. Everything that accepts the document then accepts
// the file as well.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "sim/base/quantity.hpp"
#include "sim/base/time.hpp"
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
  /// What a file does not say.
  struct Settings {
    /// The extents of dimensions that a file leaves open, by their names.
    std::map<std::string, std::int64_t> bindings = {};
    /// Execution times by the name or kind of a cluster, as multiples of the times in the file. If
    /// it is empty, the reader chooses the kind of cluster.
    std::map<std::string, double> factors = {};
    /// The time and the amount of data for which the number 1 stands in formats without units.
    Duration time_unit = Duration::picoseconds(1'000'000);
    Bytes data_unit = Bytes(1);
    /// The graph to take from a file with several graphs; all of them if it is empty.
    std::string application = {};
    /// The kind of document that is needed, "workload" or "platform". It matters for files that
    /// can be read as either; empty if there is no preference.
    std::string document = {};
  };
  virtual ~Reader() = default;

  /// True if a file has this format, judged by the end of its name and by its contents.
  [[nodiscard]] virtual bool recognises(const Source& source) const = 0;
  /// Returns the document. Throws InputError with the file and, where there are lines, the line.
  [[nodiscard]] virtual Value read(const Source& source, const Settings& settings) const = 0;
};

}  // namespace kairos
