#include <doctest/doctest.h>

#include "tests/unit/cel/cases.h"

using armillary::cel::tests::result;

namespace {

std::string firstLine(std::string_view expression) {
    const std::string text = result(expression);
    return text.substr(0, text.find('\n'));
}
const std::string kOperand =
    "expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, "
    "IDENTIFIER}";

}  // namespace

TEST_SUITE("cel refusals") {
    TEST_CASE("a finding shows its place") {
        CHECK(result("1 + x") ==
              "ERROR: <input>:1:5: undeclared reference to 'x' (in container '')\n | 1 + x\n | ....^");
        CHECK(result("1 +\n x") == "ERROR: <input>:2:2: undeclared reference to 'x' (in container '')\n |  x\n | .^");
        CHECK(result("'\u00e9' + x").ends_with("\n | .\uff0e....^"));
        CHECK(result("x + y").contains("'x' (in container '')\n | x + y\n | ^\nERROR: <input>:1:5: undeclared"));
    }

    TEST_CASE("what the grammar does not have") {
        CHECK(firstLine("object.a +") == "ERROR: <input>:1:11: Syntax error: mismatched input '<EOF>' " + kOperand);
        CHECK(firstLine("object.a + )") == "ERROR: <input>:1:12: Syntax error: mismatched input ')' " + kOperand);
        CHECK(firstLine("a b") == "ERROR: <input>:1:3: Syntax error: extraneous input 'b' expecting <EOF>");
        CHECK(firstLine("(1") == "ERROR: <input>:1:3: Syntax error: missing ')' at '<EOF>'");
        CHECK(firstLine("[1, 2") == "ERROR: <input>:1:6: Syntax error: mismatched input '<EOF>' expecting {']', ','}");
        CHECK(firstLine("{1 2}") == "ERROR: <input>:1:4: Syntax error: missing ':' at '2'");
        CHECK(firstLine("object.in") == "ERROR: <input>:1:8: Syntax error: no viable alternative at input '.in'");
        CHECK(firstLine("a ? b") == "ERROR: <input>:1:6: Syntax error: mismatched input '<EOF>' expecting ':'");
        CHECK(firstLine("1 = 1") == "ERROR: <input>:1:3: Syntax error: token recognition error at: '= '");
        CHECK(firstLine("@") == "ERROR: <input>:1:1: Syntax error: token recognition error at: '@'");
        CHECK(firstLine("'abc") == "ERROR: <input>:1:1: Syntax error: token recognition error at: ''abc'");
        CHECK(firstLine("for") == "ERROR: <input>:1:1: reserved identifier: for");
        CHECK(firstLine("99999999999999999999") == "ERROR: <input>:1:1: invalid int literal");
    }

    TEST_CASE("what does not fit together") {
        CHECK(firstLine("1 + 'a'") ==
              "ERROR: <input>:1:3: found no matching overload for '_+_' applied to '(int, string)'");
        CHECK(firstLine("1 == 1.0") ==
              "ERROR: <input>:1:3: found no matching overload for '_==_' applied to '(int, double)'");
        CHECK(firstLine("xs.foo") == "ERROR: <input>:1:3: type 'list(int)' does not support field selection");
        CHECK(firstLine("size(1)") == "ERROR: <input>:1:5: found no matching overload for 'size' applied to '(int)'");
        CHECK(firstLine("foo(1)") == "ERROR: <input>:1:4: undeclared reference to 'foo' (in container '')");
        CHECK(firstLine("xs.foo(1)") == "ERROR: <input>:1:7: undeclared reference to 'foo' (in container '')");
        CHECK(firstLine("true && 1") == "ERROR: <input>:1:9: expected type 'bool' but found 'int'");
        CHECK(firstLine("true ? 1 : 'a'") ==
              "ERROR: <input>:1:6: found no matching overload for '_?_:_' applied to '(bool, int, string)'");
        CHECK(firstLine("[1, 'a']") == "ERROR: <input>:1:5: expected type 'int' but found 'string'");
        CHECK(firstLine("[object.a, 'x']") == "ERROR: <input>:1:12: expected type 'dyn' but found 'string'");
        CHECK(firstLine("xs.filter(x, 1)") ==
              "ERROR: <input>:1:10: found no matching overload for '_?_:_' applied to "
              "'(int, list(int), list(int))'");
        CHECK(firstLine("1 in 2") ==
              "ERROR: <input>:1:3: found no matching overload for '@in' applied to '(int, int)'");
        CHECK(firstLine("-true") == "ERROR: <input>:1:1: found no matching overload for '-_' applied to '(bool)'");
        CHECK(firstLine("xs['a']") ==
              "ERROR: <input>:1:3: found no matching overload for '_[_]' applied to '(list(int), string)'");
        CHECK(firstLine("xs.exists(x, 1)") == "ERROR: <input>:1:14: expected type 'bool' but found 'int'");
        CHECK(firstLine("1.all(x, true)") ==
              "ERROR: <input>:1:1: expression of type 'int' cannot be range of a comprehension (must be list, map, or "
              "dynamic)");
        CHECK(firstLine("Foo{a: 1}") == "ERROR: <input>:1:4: undeclared reference to 'Foo' (in container '')");
    }

    TEST_CASE("macros and literals that can never do") {
        CHECK(firstLine("has(object)") == "ERROR: <input>:1:5: invalid argument to has() macro");
        CHECK(firstLine("xs.all(1, true)") == "ERROR: <input>:1:8: argument must be a simple name");
        CHECK(firstLine("duration('x')") == "ERROR: <input>:1:10: invalid duration argument");
        CHECK(firstLine("timestamp('x')") == "ERROR: <input>:1:11: invalid timestamp argument");
        CHECK(firstLine("'a'.matches('(')") == "ERROR: <input>:1:13: invalid matches argument");
    }

    TEST_CASE("nesting and length are bounded") {
        CHECK(result(std::string(300, '(') + "1" + std::string(300, ')'))
                  .contains("expression recursion limit exceeded: 250"));
        std::string chain = "1";
        for (int i = 0; i < 2000; ++i) chain += "+1";
        CHECK(result(chain).contains("expression recursion limit exceeded"));
        CHECK(
            result(std::string(200'000, ' ') + "1").contains("expression code point size exceeds limit: size: 200001"));
    }
}
