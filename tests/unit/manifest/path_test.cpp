#include "engine/manifest/path.h"

#include "tests/unit/manifest/support.h"

using namespace armillary;
using namespace armillary::test;
using manifest::parsePath;
using manifest::Step;

TEST_CASE("A path reads as it is printed") {
    for (const char* text : {"spec", "spec.replicas", "spec.containers[0].image", "spec.containers[name=web].ports[2]",
                             "metadata.labels[\"app.kubernetes.io/name\"]", "data[\"a \\\"b\\\" \\\\ c\"]", "[0][1]",
                             "a[name=\"x]y\"].b", "data[\"\"]", "a[k=]", "data[\"line\\nbreak\"]"}) {
        const auto parsed = parsePath(text);
        REQUIRE_MESSAGE(parsed, text);
        CHECK(print(*parsed) == text);
        CHECK(parsePath(print(*parsed)) == parsed);
    }
    CHECK(parsePath("")->empty());
    CHECK(parsePath(".spec.replicas") == parsePath("spec.replicas"));
}

TEST_CASE("The steps of a path are what they look like") {
    const auto steps = path("a[name=web][3][\"b.c\"]");
    REQUIRE(steps.size() == 4);
    CHECK(steps[0] == Step::member("a"));
    CHECK(steps[1] == Step{Step::Kind::Match, "name", 0, "web"});
    CHECK(steps[2] == Step::item(3));
    CHECK(steps[3] == Step::member("b.c"));
}

TEST_CASE("What is no path is refused with the byte where it goes wrong") {
    for (const char* text : {"a.", "a..b", "a[", "a[]", "a[x]", "a[-1]", "a[\"x", "a[\"x\"", "a]b", "a[1]b", "a\"b",
                             "a[99999999999999999999999]"})
        CHECK_MESSAGE(!parsePath(text), text);
    CHECK(parsePath("a..b").error() == "the path \"a..b\" needs a name at byte 2");
    std::string deep = "a";
    for (int i = 0; i < 300; ++i) deep += ".a";
    CHECK(parsePath(deep).error() == "the path has more than 200 steps");
    CHECK(parsePath(std::string(20'000, 'a')).error() == "the path has more than 16384 bytes");
}
