#include "tests/unit/manifest/support.h"

using namespace armillary;
using namespace armillary::test;

TEST_CASE("An item is added in its own lines") {
    CHECK(inserted("l:\n- a # c\n\n- b\nm: 1\n", "l", "c") == "l:\n- a # c\n\n- b\n- c\nm: 1\n");
    CHECK(inserted("l:\n  - k: 1\n", "l", "{k: 2, m: 3}") == "l:\n  - k: 1\n  - k: 2\n    m: 3\n");
    CHECK(inserted("l:\n-   k: 1\n", "l", "{k: 2, m: 3}") == "l:\n-   k: 1\n-   k: 2\n    m: 3\n");
    CHECK(inserted("l:\n- {k: 1}\n", "l", "{k: 2}") == "l:\n- {k: 1}\n- {k: 2}\n");
    CHECK(inserted("l:\n# first\n- a\n- b\n", "l", "x", 0) == "l:\n- x\n# first\n- a\n- b\n");
    CHECK(inserted("l:\n- a\n# second\n- b\n", "l", "x", 1) == "l:\n- a\n- x\n# second\n- b\n");
    CHECK(inserted("- - a\n", "[0]", "x", 0) == "- - x\n  - a\n");
    CHECK(inserted("l: [a, b]\n", "l", "c") == "l: [a, b, c]\n");
    CHECK(inserted("l: [a, b]\n", "l", "c", 1) == "l: [a, c, b]\n");
    CHECK(inserted("l: [\n  a, # c\n  b # d\n]\n", "l", "c") == "l: [\n  a, # c\n  b, # d\n  c\n]\n");
    CHECK(inserted("l:\n- a", "l", "b") == "l:\n- a\n- b");
    CHECK(inserted("l:\n- a\n", "l", "b", 5) == "refused: absent");
}

TEST_CASE("A list that is not there, or empty, is made") {
    CHECK(inserted("a: 1\n", "l", "x") == "a: 1\nl:\n- x\n");
    CHECK(inserted("l: [] # c\n", "l", "x") == "l: # c\n- x\n");
    CHECK(inserted("l:\na: 1\n", "l", "{k: 1, m: 2}") == "l:\n- k: 1\n  m: 2\na: 1\n");
    CHECK(inserted("a: 1\n", "a", "x") == "refused: form");
}

TEST_CASE("What is removed takes its lines alone") {
    CHECK(removed("a: 1\n# b\nb: # c\n  d: 2\n  # e\nf: 3\n", "b") == "a: 1\n# b\n  # e\nf: 3\n");
    CHECK(removed("l:\n- a\n- b # c\n- d\n", "l[1]") == "l:\n- a\n- d\n");
    CHECK(removed("a: 1\nb: 2", "b") == "a: 1");
    CHECK(removed("- a: 1 # c\n  b: 2\n", "[0].a") == "- b: 2\n");
    CHECK(removed("- a: 1\n  # about b\n  b: 2\n", "[0].a") == "- # about b\n  b: 2\n");
    CHECK(removed("{a: 1, b: 2, c: 3}\n", "b") == "{a: 1, c: 3}\n");
    CHECK(removed("{a: 1, b: 2}\n", "b") == "{a: 1}\n");
    CHECK(removed("l: [a, b]\n", "l[0]") == "l: [b]\n");
    CHECK(removed("l: [\n  a, # c\n  b,\n]\n", "l[1]") == "l: [\n  a, # c\n  \n]\n");
    CHECK(removed("a: |\n  x\n\nb: 1\n", "a") == "\nb: 1\n");
    CHECK(removed("a: |\n  x\n   \nb: 1\n", "a") == "b: 1\n");  // deeper than the text, so a part of it
    CHECK(removed("a: |+\n  x\n\n\nb: 1\n", "a") == "b: 1\n");
    CHECK(removed("a: 1\r\nb: 2\r\n", "a") == "b: 2\r\n");
    CHECK(removed("\xef\xbb\xbf"
                  "a: 1\nb: 2\n",
                  "a") ==
          "\xef\xbb\xbf"
          "b: 2\n");
    CHECK(removed("a: 1\n", "b") == "refused: absent");
}

TEST_CASE("The last of a collection leaves it empty") {
    CHECK(removed("a:\n  b: 1\nc: 2\n", "a.b") == "a: {}\nc: 2\n");
    CHECK(removed("a: # x\n  # y\n  b: 1\nc: 2\n", "a.b") == "a: {} # x\n  # y\nc: 2\n");
    CHECK(removed("l:\n- a\n", "l[0]") == "l: []\n");
    CHECK(removed("a: 1\n", "a") == "{}\n");
    CHECK(removed("- k: 1 # c\n", "[0].k") == "- {} # c\n");
    CHECK(removed("a: {b: 1}\n", "a.b") == "a: {}\n");
}

TEST_CASE("A key gets another name in its place") {
    CHECK(renamed("a: 1 # c\nb: 2\n", "a", "x") == "x: 1 # c\nb: 2\n");
    CHECK(renamed("\"a\": 1\n", "a", "x") == "\"x\": 1\n");
    CHECK(renamed("a: 1\n", "a", "x: y") == "\"x: y\": 1\n");
    CHECK(renamed("a: 1\nb: 2\n", "a", "b") == "refused: exists");
    CHECK(renamed("l:\n- a\n", "l[0]", "b") == "refused: form");
}

TEST_CASE("An item moves with its comments") {
    const std::string before = "l:\n# one\n- a # 1\n# two\n- b\n- c\nm: 1\n";
    CHECK(moved(before, "l[0]", 2) == "l:\n# two\n- b\n- c\n# one\n- a # 1\nm: 1\n");
    CHECK(moved(before, "l[2]", 0) == "l:\n- c\n# one\n- a # 1\n# two\n- b\nm: 1\n");
    CHECK(moved("l:\n- a\n- b", "l[1]", 0) == "l:\n- b\n- a");
    CHECK(moved("l: [a, b,  c]\n", "l[0]", 2) == "l: [b, c,  a]\n");
    CHECK(moved("- - a\n  - b\n", "[0][0]", 1) == "refused: form");
    CHECK(moved(before, "l[0]", 3) == "refused: absent");
}

TEST_CASE("An anchor that a key needs is kept, as one that a value needs") {
    CHECK(removed("a: &x k\n*x : 1\n", "a") == "refused: shared");
    CHECK(set("a: &x k\n*x : 1\n", "a", "z") == "refused: shared");
    CHECK(removed("? &x k\n: 1\nb: *x\n", "k") == "refused: shared");
}
