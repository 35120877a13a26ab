// Typed ids and the tables that they index, so that an ElementId cannot index a table of tasks.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace kairos {

enum class TaskId : std::uint32_t {};  ///< A task of a job graph, numbered from 0.
enum class JobId : std::uint32_t {};   ///< One arrival of an application, in order of arrival.
enum class ApplicationId : std::uint32_t {};  ///< A job graph of the workload.
enum class StreamId : std::uint32_t {};       ///< A source of jobs of the workload.
enum class ElementId : std::uint32_t {};      ///< A processing element of the platform.
enum class ClusterId : std::uint32_t {};  ///< A group of equal elements that share a clock and a
                                          ///< power rail.
enum class LinkId : std::uint32_t {};     ///< A shared link of the interconnect or memory.
enum class MemoryId : std::uint32_t {};   ///< A memory that holds tensors.

template <class Id>
constexpr std::size_t index(Id id) {
  return static_cast<std::size_t>(id);
}

/// One task of one job in the system.
struct TaskRef {
  JobId job{};
  TaskId task{};
  auto operator<=>(const TaskRef&) const = default;
};

/// A vector that only ids of one type can index.
template <class Id, class T>
class IdVector : public std::vector<T> {
 public:
  using std::vector<T>::vector;
  decltype(auto) operator[](Id id) { return std::vector<T>::operator[](index(id)); }
  decltype(auto) operator[](Id id) const { return std::vector<T>::operator[](index(id)); }
  [[nodiscard]] Id next_id() const { return static_cast<Id>(this->size()); }
};

/// Iterates over all ids of a table of `size` rows: for (ElementId e : ids<ElementId>(n)).
template <class Id>
class IdRange {
 public:
  struct Iterator {
    std::uint32_t at;
    Id operator*() const { return static_cast<Id>(at); }
    Iterator& operator++() {
      ++at;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at != other.at; }
  };
  explicit IdRange(std::size_t size) : end_(static_cast<std::uint32_t>(size)) {}
  IdRange(Id first, std::uint32_t count)
      : begin_(static_cast<std::uint32_t>(first)), end_(begin_ + count) {}
  [[nodiscard]] Iterator begin() const { return {begin_}; }
  [[nodiscard]] Iterator end() const { return {end_}; }

 private:
  std::uint32_t begin_ = 0, end_;
};

template <class Id>
IdRange<Id> ids(std::size_t size) {
  return IdRange<Id>(size);
}

}  // namespace kairos
