#include "engine/manifest/workspace.h"
#include "tests/unit/manifest/support.h"

using namespace armillary;
using namespace armillary::test;

namespace {

std::vector<std::string> notesOf(const std::string& before, const manifest::Edit& edit) {
    const auto change = manifest::plan(file(before), 0, edit);
    if (!change) FAIL(change.error().message);
    return change->notes;
}

}  // namespace

TEST_CASE("A new mapping brings its comments, indented as what is around it") {
    const std::string value = "# who\napp: web   # the one\n# from where\ntier: front\nempty:\n# last\n";
    CHECK(set("a:\n    b: 1\nc: 2\n", "a.labels", value) ==
          "a:\n    b: 1\n    labels:\n        # who\n        app: web # the one\n        # from where\n"
          "        tier: front\n        empty: null\n        # last\nc: 2\n");
    CHECK(set("a:\n  b: 1 # one\n# between\nc: 2\n", "a", "# who\nx: 1 # first\n") ==
          "a:\n  # who\n  x: 1 # first\n# between\nc: 2\n");
    CHECK(set("---\n", "", "# who\nx: 1 # first\n") == "---\n# who\nx: 1 # first\n");
    CHECK(set("- a: 1 # one\n  b: 2 # two\n- c\n", "[0]", "# who\nx: 1 # first") == "- # who\n  x: 1 # first\n- c\n");
    CHECK(set("a: 1\r\n", "b", "# who\nx: 1 # first\r\n") == "a: 1\r\nb:\r\n  # who\r\n  x: 1 # first\r\n");
}

TEST_CASE("A new item brings its comments above its dash and behind its lines") {
    const std::string item = "# why\nname: TOKEN # secret\nvalueFrom: # elsewhere\n  # which\n  key: a\n";
    const std::string written = "# why\n- name: TOKEN # secret\n  valueFrom: # elsewhere\n    # which\n    key: a\n";
    CHECK(inserted("- name: A\n", "", item) == "- name: A\n" + written);
    CHECK(inserted("- name: A\n", "", item, 0) == written + "- name: A\n");
    CHECK(inserted("e:\n  - name: A\n", "e", "# why\nB # b\n") == "e:\n  - name: A\n  # why\n  - B # b\n");
    CHECK(inserted("e: 1\n", "f", "# why\nx: 1 # b\n") == "e: 1\nf:\n# why\n- x: 1 # b\n");
    CHECK(inserted("e: []\n", "e", "# why\nx # b\n") == "e:\n# why\n- x # b\n");
}

TEST_CASE("Comments of lists, of lists in lists and of block scalars come along") {
    CHECK(set("a: 1\n", "b",
              "# all\n- x # one\n# two\n- # three\n  u: 1\n- - z # four\n- | # five\n  # text\n- [1, 2] # six\n") ==
          "a: 1\nb:\n# all\n- x # one\n# two\n- # three\n  u: 1\n- - z # four\n- | # five\n  # text\n- [1, 2] # six\n");
    CHECK(set("a: 1\n", "b", "c: > # folded\n  # text\n  more\n# next\nd: 'it # is' # quoted\n") ==
          "a: 1\nb:\n  c: | # folded\n    # text more\n  # next\n  d: 'it # is' # quoted\n");
}

TEST_CASE("A scalar's comment comes with it where there is none, and never in the place of one") {
    CHECK(set("a: 1\nb: 2\n", "a", "3 # three") == "a: 3 # three\nb: 2\n");
    CHECK(set("a: 1 # one\nb: 2\n", "a", "3 # three") == "a: 3 # one\nb: 2\n");
    CHECK(set("a: # one\n  1\nb: 2\n", "a", "3 # three") == "a: 3 # one\nb: 2\n");
    CHECK(set("a:\n  x: 1 # one\nb: 2\n", "a", "3 # three") == "a: 3 # three\nb: 2\n");
    CHECK(set("a: |-\n  x\nb: 2\n", "a", "3 # three") == "a: 3 # three\nb: 2\n");
    CHECK(set("a:\nb: 2\n", "a", "3 # three") == "a: 3 # three\nb: 2\n");
    CHECK(set("- 1\n- 2\n", "[1]", "3 # three") == "- 1\n- 3 # three\n");
    CHECK(set("b: 2\n", "c.d", "# why\n3 # three") == "b: 2\nc:\n  # why\n  d: 3 # three\n");
}

TEST_CASE("In brackets there is no room for comments, and that is said") {
    CHECK(set("{a: 1}\n", "b", "# why\nx: 1 # y") == "{a: 1, b: {x: 1}}\n");
    CHECK(set("a: {x: 1}\n", "a", "# why\nz: 2 # z") == "a: {z: 2}\n");
    CHECK(set("{\"a\": \"b\"}\n", "c", "x: 1 # y") == "{\"a\": \"b\", \"c\": {\"x\": 1}}\n");
    CHECK(notesOf("{a: 1}\n", {Kind::Set, path("b"), "x: 1 # y"}).size() == 1);
    CHECK(notesOf("a: 1\n", {Kind::Set, path("b"), "x: 1 # y"}).empty());
    CHECK(notesOf("a: 1 # one\n", {Kind::Set, path("a"), "2 # two"}).size() == 1);
    CHECK(notesOf("a: 1\n", {Kind::Set, path("b"), "[1, # one\n 2] # y"}).empty());
}

TEST_CASE("What an alias stands for is written with its comments where it is meant") {
    CHECK(set("a: 1\n", "b", "x: &x # one\n  u: 1 # two\nz: *x # three\n") ==
          "a: 1\nb:\n  x: # one\n    u: 1 # two\n  z: # three\n    u: 1 # two\n");
}

TEST_CASE("What looks like a comment and is none stays what it is") {
    CHECK(set("a: 1\n", "b", "x: a#b\nu: \"# no\"\nz: |\n  # no\n") ==
          "a: 1\nb:\n  x: a#b\n  u: \"# no\"\n  z: |\n    # no\n");
}
