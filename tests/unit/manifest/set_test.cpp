#include "tests/unit/manifest/support.h"

using namespace armillary;
using namespace armillary::test;

TEST_CASE("A scalar is replaced in its own style") {
    CHECK(set("a: 1   # one\nb: 2\n", "a", "3") == "a: 3   # one\nb: 2\n");
    CHECK(set("a: \"x\" # c\n", "a", "y") == "a: \"y\" # c\n");
    CHECK(set("a: 'x'\n", "a", "it's") == "a: 'it''s'\n");
    CHECK(set("a: x\n", "a", "\"z\"") == "a: z\n");
    CHECK(set("a: x\n", "a", "\"true\"") == "a: \"true\"\n");
    CHECK(set("a: x\n", "a", "'# y'") == "a: '# y'\n");
    CHECK(set("a: x\n", "a", "\"y\"") == "a: \"y\"\n");  // a truth value to readers of YAML 1.1
    CHECK(set("a: \"1\"\n", "a", "2") == "a: 2\n");
    CHECK(set("{a: x, b: y}\n", "a", "'p, q'") == "{a: 'p, q', b: y}\n");
    CHECK(set("a: x", "a", "z") == "a: z");
    CHECK(set("a:\n  x # c\nb: 1\n", "a", "z") == "a: z # c\nb: 1\n");
}

TEST_CASE("What had no value gets one") {
    CHECK(set("a: # c\nb: 1\n", "a", "x") == "a: x # c\nb: 1\n");
    CHECK(set("a:", "a", "x") == "a: x");
    CHECK(set("- \n- b\n", "[0]", "x") == "- x \n- b\n");
    CHECK(set("{a, b: 1}\n", "a", "x") == "{a: x, b: 1}\n");
    CHECK(set("a: # c\nb: 1\n", "a.k", "x") == "a: # c\n  k: x\nb: 1\n");
    CHECK(set("---\n# nothing\n", "a", "x") == "---\na: x\n# nothing\n");
}

TEST_CASE("A block scalar is replaced with its lines, and its comment stays") {
    CHECK(set("a: |- # c\n  one\n  two\n\nb: 1\n", "a", "x") == "a: x # c\n\nb: 1\n");
    CHECK(set("a: |\n    one\n\nb: 1\n", "a", "|-\n  x\n   y") == "a: |-\n  x\n   y\n\nb: 1\n");
    CHECK(set("a: x # c\nb: 1\n", "a", "\"p\\nq\\n\"") == "a: | # c\n  p\n  q\nb: 1\n");
    CHECK(set("- a: x\n  b: 1\n", "[0].a", "\"p\\nq\"") == "- a: |-\n    p\n    q\n  b: 1\n");
    CHECK(set("{a: x}\n", "a", "\"p\\nq\\n\"") == "{a: \"p\\nq\\n\"}\n");
}

TEST_CASE("A new key goes to the end of its mapping, as deep as its siblings") {
    CHECK(set("a:\n    b: 1\nc: 2\n", "a.d", "x") == "a:\n    b: 1\n    d: x\nc: 2\n");
    CHECK(set("a:\n    b: 1\nc: 2\n", "e.f.g", "x") == "a:\n    b: 1\nc: 2\ne:\n    f:\n        g: x\n");
    CHECK(set("a: {b: 1}\n", "a.c", "x") == "a: {b: 1, c: x}\n");
    CHECK(set("a: {}  # none\nb: 1\n", "a.c", "x") == "a:  # none\n  c: x\nb: 1\n");
    CHECK(set("a: 1", "b", "2") == "a: 1\nb: 2");
    CHECK(set("a: 1\r\nc: 3\r\n", "b.d", "2") == "a: 1\r\nc: 3\r\nb:\r\n  d: 2\r\n");
    CHECK(set("a: |+\n  x\n\n\n", "b", "1") == "a: |+\n  x\n\n\nb: 1\n");
    CHECK(set("a: 1\n", "[\"x: y\"]", "1") == "a: 1\n\"x: y\": 1\n");
}

TEST_CASE("New collections are written as the document's others") {
    CHECK(set("l:\n- 1\n", "a", "{b: [{c: 1, d: 2}]}") == "l:\n- 1\na:\n  b:\n  - c: 1\n    d: 2\n");
    CHECK(set("l:\n  - 1\n", "a", "{b: [{c: 1}]}") == "l:\n  - 1\na:\n  b:\n    - c: 1\n");
    CHECK(set("a: {b: 1}\n", "a", "{c: 2}") == "a: {c: 2}\n");
    CHECK(set("a:\n# c\n  b: 1\nd: 1\n", "a", "{c: 2}") == "a:\n# c\n  c: 2\nd: 1\n");
    CHECK(set("a: x # c\n", "a", "{b: 1}") == "a: # c\n  b: 1\n");
    CHECK(set("a:  # c\n  b: 1\nd: 1\n", "a", "x") == "a: x  # c\nd: 1\n");
    CHECK(set("a:\n  # note\n  b: 1\nd: 1\n", "a", "x") == "a: x\n  # note\nd: 1\n");
    CHECK(set("command: x\n", "command", "[sh, -c]") == "command: [sh, -c]\n");
}

TEST_CASE("JSON stays JSON") {
    const std::string json = "{\n  \"a\": \"x\",\n  \"l\": [\n    1\n  ]\n}\n";
    CHECK(set(json, "a", "y") == "{\n  \"a\": \"y\",\n  \"l\": [\n    1\n  ]\n}\n");
    CHECK(set(json, "b", "{c: yes}") == "{\n  \"a\": \"x\",\n  \"l\": [\n    1\n  ],\n  \"b\": {\"c\": true}\n}\n");
    CHECK(inserted(json, "l", "two") == "{\n  \"a\": \"x\",\n  \"l\": [\n    1,\n    \"two\"\n  ]\n}\n");
    CHECK(removed(json, "l") == "{\n  \"a\": \"x\"\n}\n");
}

TEST_CASE("An alias is written out where the edit is, and its source stays") {
    const std::string before = "a: &x\n  k: 1\nb: *x # c\n";
    CHECK(set(before, "b.k", "2") == "a: &x\n  k: 1\nb: # c\n  k: 2\n");
    CHECK(set(before, "b", "2") == "a: &x\n  k: 1\nb: 2 # c\n");
    CHECK(set(before, "a.k", "2") == "refused: shared");
    CHECK(removed(before, "a") == "refused: shared");
    CHECK(removed(before, "b") == "a: &x\n  k: 1\n");
    const auto change = manifest::plan(file(before), 0, {Kind::Set, path("b.k"), "2"});
    REQUIRE(change->notes.size() == 1);
    CHECK(change->notes[0] == "*x is written out at b, so that &x and its other users stay as they are");
}

TEST_CASE("What a merge key brings is overridden, or written out") {
    const std::string before = "a: &x {k: 1, l: {m: 2}}\nb:\n  <<: *x\n  o: 3\n";
    CHECK(set(before, "b.k", "2") == "a: &x {k: 1, l: {m: 2}}\nb:\n  <<: *x\n  o: 3\n  k: 2\n");
    CHECK(set(before, "b.l.m", "9") == "a: &x {k: 1, l: {m: 2}}\nb:\n  <<: *x\n  o: 3\n  l:\n    m: 9\n");
    CHECK(removed(before, "b.k") == "a: &x {k: 1, l: {m: 2}}\nb:\n  l:\n    m: 2\n  o: 3\n");
}

TEST_CASE("An edit that cannot be is refused with a reason") {
    CHECK(set("a: 1\n", "a.b", "x") == "refused: form");
    CHECK(set("a: [1]\n", "a[3]", "x") == "refused: absent");
    CHECK(set("a:\n- name: x\n", "a[name=y].b", "1") == "refused: absent");
    CHECK(set("a:\n- name: x\n- name: x\n", "a[name=x].b", "1") == "refused: ambiguous");
    CHECK(set("a: 1\na: 2\n", "a", "3") == "refused: ambiguous");
    CHECK(set("a: 1\n", "a", "{") == "refused: value");
    CHECK(set("a: 1\n", "a", "x\n---\ny\n") == "refused: value");
    CHECK(manifest::plan(file("a: 1\n"), 7, {Kind::Set, path("a"), "1"}).error().reason == "absent");
}

TEST_CASE("What takes an item's place begins where that one did, however far from its dash") {
    CHECK(set("-   x\n-   y\n", "[0]", "a: 1\nb: 2") == "-   a: 1\n    b: 2\n-   y\n");
    CHECK(set("-\n      a: 1\n      b: 2\n- y\n", "[0]", "c: 1\nd: 2") == "- c: 1\n  d: 2\n- y\n");
    CHECK(set("-   a: 1\n    b: 2\n- y\n", "[0]", "c: 1\nd: 2") == "-   c: 1\n    d: 2\n- y\n");
}
