// Tests `kairos operators` and `kairos check` on networks: documents and ONNX files.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "experiments/files/read_document.hpp"
#include "experiments/files/yaml.hpp"
#include "tests/fuzz/onnx_model.hpp"
#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"
#include "workloads/operators/network_document.hpp"

namespace kairos::testing {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

constexpr auto tiny = R"(name: tiny
tensors:
  - {name: image, shape: [1, 3, 32, 32]}
  - {name: filters, shape: [8, 3, 3, 3], role: weight}
operators:
  - {name: conv, kind: {name: convolution, padding: 1}, reads: [image, filters]}
  - {name: relu, kind: pointwise, reads: conv}
)";

class OperatorsCommand : public FolderFixture {
 protected:
  void SetUp() override {
    FolderFixture::SetUp();
    write("tiny.yaml", tiny);
    write("small.onnx", fuzz::small_onnx_model());
  }
  [[nodiscard]] ProgramResult show(const std::string& file, const std::string& more = "") const {
    return kairos_program("operators " + path(file) + " " + more);
  }
  static bool has_onnx() {
    return std::filesystem::exists(std::filesystem::path(KAIROS_BINARY).parent_path() /
                                   "kairos_onnx.so");
  }
};

/// 8 filters of 3 x 3 x 3 on 32 x 32 positions.
TEST_F(OperatorsCommand, WritesJson) {
  const ProgramResult result = show("tiny.yaml", "--format json");
  ASSERT_EQ(result.code, 0) << result.output;
  const Json document = Json::parse(result.output);
  const Json& conv = document.at("operators").at(0);
  EXPECT_EQ(conv.at("name"), "conv");
  EXPECT_EQ(conv.at("kind"), "convolution");
  EXPECT_EQ(conv.at("macs"), 8 * 32 * 32 * 27);
  EXPECT_EQ(conv.at("ops"), 2 * 8 * 32 * 32 * 27);
  EXPECT_EQ(conv.at("weights"), (Json{{"elements", 216}, {"bytes", 864}}));
  EXPECT_EQ(conv.at("read").at("elements"), 3072);
  EXPECT_EQ(conv.at("written").at("bytes"), 4 * 8192);
  EXPECT_EQ(conv.at("state").at("bytes"), 0);
  EXPECT_EQ(conv.at("shape"), (Json{1, 8, 32, 32}));
  EXPECT_EQ(document.at("totals").at("operators"), 2);
  EXPECT_EQ(document.at("totals").at("macs"), 8 * 32 * 32 * 27);
  EXPECT_EQ(document.at("width"), (Json{{"levels", 2}, {"widest_level", 1}, {"antichain", 1}}));
  EXPECT_EQ(document.at("peak").at("elements"), 2 * 8192);
  EXPECT_EQ(document.at("peak").at("at"), "relu");
}

TEST_F(OperatorsCommand, WorksInPlaceOnRequest) {
  const ProgramResult result = show("tiny.yaml", "--format json --in-place");
  EXPECT_EQ(Json::parse(result.output).at("peak").at("elements"), 3072 + 8192);
}

TEST_F(OperatorsCommand, WritesATableAndCsv) {
  const ProgramResult table = show("tiny.yaml");
  EXPECT_EQ(table.code, 0);
  EXPECT_THAT(table.output, HasSubstr("1 x 8 x 32 x 32"));
  EXPECT_THAT(table.output, HasSubstr("total of 2 operators"));
  EXPECT_THAT(table.output, HasSubstr("width: 2 operators on 2 levels"));
  const ProgramResult csv = show("tiny.yaml", "--format csv");
  EXPECT_THAT(csv.output, HasSubstr("conv,convolution,221184,442368,216,864,3072,12288,8192,"));
}

TEST_F(OperatorsCommand, RefusesWithThePlace) {
  write("wrong.yaml",
        std::string(tiny) + "  - {name: sum, kind: pointwise, reads: [conv, imag]}\n");
  const ProgramResult unknown = show("wrong.yaml");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.output, HasSubstr("wrong.yaml:8:"));
  EXPECT_THAT(unknown.output, HasSubstr("unknown tensor 'imag'; did you mean 'image'?"));
  write("shapes.yaml",
        std::string(tiny) + "  - {name: sum, kind: pointwise, reads: [conv, image]}\n");
  EXPECT_THAT(show("shapes.yaml").output, HasSubstr("1 x 8 x 32 x 32 and 1 x 3 x 32 x 32"));
  write("platform.yaml", "name: p\nclusters: []\n");
  EXPECT_THAT(show("platform.yaml").output, HasSubstr("this is a platform, not a network"));
  EXPECT_EQ(show("nowhere.yaml").code, 2);
  EXPECT_THAT(show("tiny.yaml", "--bind N").output, HasSubstr("write NAME=NUMBER"));
  EXPECT_THAT(show("tiny.yaml", "--bind N=1").output, HasSubstr("leave out --bind"));
}

TEST_F(OperatorsCommand, ChecksNetworks) {
  const ProgramResult result = kairos_program("check " + path("tiny.yaml"));
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("network 'tiny' is fine: 2 operators, 4 tensors"));
}

TEST_F(OperatorsCommand, ReadsOnnxFiles) {
  if (!has_onnx()) GTEST_SKIP() << "built without libonnx";
  const ProgramResult result = show("small.onnx", "--format json");
  ASSERT_EQ(result.code, 0) << result.output;
  const Json document = Json::parse(result.output);
  EXPECT_EQ(document.at("name"), "small");
  EXPECT_EQ(document.at("operators").size(), 7U);  // the shape arithmetic is folded
  EXPECT_EQ(document.at("operators").back().at("shape"), (Json{1, 10}));
  EXPECT_EQ(kairos_program("check " + path("small.onnx")).code, 0);
}

TEST_F(OperatorsCommand, ReadsTheSameNetworkFromYaml) {
  if (!has_onnx()) GTEST_SKIP() << "built without libonnx";
  write("again.yaml", to_yaml(read_document(path("small.onnx"))));
  const ProgramResult first = show("small.onnx", "--format json");
  EXPECT_EQ(first.code, 0);
  EXPECT_EQ(show("again.yaml", "--format json").output, first.output);
}

TEST_F(OperatorsCommand, RefusesWhatIsNoOnnxFile) {
  if (!has_onnx()) GTEST_SKIP() << "built without libonnx";
  write("text.onnx", "name: tiny\n");
  const ProgramResult result = show("text.onnx");
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.output, HasSubstr("text.onnx: this is not an ONNX model"));
}

}  // namespace
}  // namespace kairos::testing
