// Damages the bytes of a small ONNX file. Whatever they are then, the only exception is an
// InputError that names the file in at most 500 characters.
#include <cstdlib>

#include <gtest/gtest.h>

#include "sim/base/registry.hpp"
#include "tests/fuzz/mutations.hpp"
#include "tests/fuzz/onnx_model.hpp"
#include "workloads/operators/network_document.hpp"
#include "workloads/readers/reader.hpp"

namespace kairos {
namespace {

/// The message with which a file is refused; empty if it is read.
std::string refusal_of(const std::string& bytes) {
  try {
    const Value document = Choice<Reader>("onnx").make()->read({"mutant.onnx", bytes}, {});
    NetworkDocument config;
    Codec<NetworkDocument>::read(document, config);
    static_cast<void>(config.build());
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

/// One to four bytes with other values; lengths stay, so that most files can still be parsed.
std::string with_other_bytes(std::string bytes, Random& random) {
  const std::size_t changes = 1 + random.index(4);
  for (std::size_t i = 0; i < changes; ++i) {
    bytes[random.index(bytes.size())] = static_cast<char>(random.index(256));
  }
  return bytes;
}

TEST(DamagedOnnxFiles, TheWholeFileIsRead) {
  EXPECT_EQ(refusal_of(fuzz::small_onnx_model()), "");
}

TEST(DamagedOnnxFiles, AreRefusedWithAMessage) {
  const char* wanted = std::getenv("KAIROS_ONNX_MUTANTS");
  const std::uint64_t count = wanted == nullptr ? 5000 : std::strtoull(wanted, nullptr, 10);
  const std::string whole = fuzz::small_onnx_model();
  std::uint64_t refused = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    Random random = Random::stream(1, "mutant", i);
    const bool by_bytes = random.index(2) == 0;
    const std::string bytes =
        by_bytes ? with_other_bytes(whole, random) : fuzz::mutated(whole, random);
    const std::string message = refusal_of(bytes);
    if (message.empty()) continue;
    ++refused;
    EXPECT_LE(message.size(), 500U) << i;
    EXPECT_EQ(message.rfind("mutant.onnx", 0), 0U) << i << ": " << message;
  }
  EXPECT_GT(refused, count / 10);
  EXPECT_LT(refused, count);
}

}  // namespace
}  // namespace kairos
