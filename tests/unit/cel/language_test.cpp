#include <doctest/doctest.h>

#include "tests/unit/cel/cases.h"

using armillary::cel::tests::cost;
using armillary::cel::tests::result;

TEST_SUITE("cel language") {
    TEST_CASE("integers overflow with an error, and divide as Go does") {
        CHECK(result("9223372036854775807 + 1") == "error integer overflow");
        CHECK(result("-9223372036854775808 - 1") == "error integer overflow");
        CHECK(result("-9223372036854775808 / -1") == "error integer overflow");
        CHECK(result("-(-9223372036854775808)") == "error integer overflow");
        CHECK(result("18446744073709551615u + 1u") == "error unsigned integer overflow");
        CHECK(result("1u - 2u") == "error unsigned integer overflow");
        CHECK(result("-7 / 2") == "int -3");
        CHECK(result("-7 % 2") == "int -1");
        CHECK(result("1 / 0") == "error division by zero");
        CHECK(result("1 % 0") == "error modulus by zero");
        CHECK(result("1.0 / 0.0") == "double +Inf");
        CHECK(result("0xFF") == "int 255");
        CHECK(result("1 + 2 * 3 - 4") == "int 3");
    }

    TEST_CASE("texts have escapes, raw and triple forms") {
        CHECK(result(R"('\u00e9\x41\101\n')") == "string \u00e9AA\n");
        CHECK(result(R"(r'\d+')") == "string \\d+");
        CHECK(result("'''a'b'''") == "string a'b");
        CHECK(result(R"(b'\xff' == b'\377')") == "bool true");
        CHECK(result(R"(b'\u00e9')").contains("unable to unescape string"));
        CHECK(result("'h\u00e9llo'.size()") == "int 5");
        CHECK(result("b'h\u00e9llo'.size()") == "int 6");
    }

    TEST_CASE("logic absorbs errors that do not decide") {
        CHECK(result("true || 1 / 0 == 1") == "bool true");
        CHECK(result("1 / 0 == 1 || true") == "bool true");
        CHECK(result("1 / 0 == 1 && false") == "bool false");
        CHECK(result("1 / 0 == 1 || false") == "error division by zero");
        CHECK(result("object.a || true") == "bool true");
        CHECK(result("object.a || false") == "error no such overload");
        CHECK(result("false ? 1 / 0 : 2") == "int 2");
        CHECK(result("object.l.exists(x, x == 1 || x > 'a')") == "bool true");
        CHECK(result("object.l.all(x, x > 5)") == "bool false");
    }

    TEST_CASE("members are selected, tested for and indexed") {
        CHECK(result("object.m.k") == "string v");
        CHECK(result("object.l[0]") == "int 1");
        CHECK(result("object.l[5]") == "error index out of bounds: 5");
        CHECK(result("object.m['x']") == "error no such key: x");
        CHECK(result("object.a.b.c") == "error no such key: b");
        CHECK(result("has(object.m.k)") == "bool true");
        CHECK(result("has(object.m.x)") == "bool false");
        CHECK(result("has(object.n)") == "bool true");
        CHECK(result("has(object.x.y)") == "error no such key: x");
        CHECK(result("has(object.a.b)") == "bool false");
        CHECK(result("object.l[1.0]") == "string x");
        CHECK(result("object.l['a']") == "error unsupported index type 'string' in list");
        CHECK(result("'k' in object.m") == "bool true");
        CHECK(result("2 in xs") == "bool true");
        CHECK(result("{1: 'a'}[dyn(1.0)]") == "string a");
        CHECK(result("{'a': 1, 'a': 2}") == "error Failed with repeated key: a");
    }

    TEST_CASE("macros go over lists and maps") {
        CHECK(result("xs.all(x, x > 0)") == "bool true");
        CHECK(result("xs.exists(x, x > 2)") == "bool true");
        CHECK(result("xs.exists_one(x, x > 2)") == "bool true");
        CHECK(result("xs.map(x, x * 2)") == "list [2, 4, 6]");
        CHECK(result("xs.map(x, x > 1, x * 2)") == "list [4, 6]");
        CHECK(result("xs.filter(x, x > 1)") == "list [2, 3]");
        CHECK(result("m.all(k, k in ['a', 'b'])") == "bool true");
        CHECK(result("m.map(k, m[k])") == "list [1, 2]");
        CHECK(result("xs.all(i, x, x == i + 1)") == "bool true");
        CHECK(result("m.exists(k, v, k == 'b' && v == 2)") == "bool true");
        CHECK(result("xs.existsOne(i, x, i == x)") == "bool false");
        CHECK(result("xs.transformList(i, x, i * x)") == "list [0, 2, 6]");
        CHECK(result("xs.transformList(i, x, i > 0, i * x)") == "list [2, 6]");
        CHECK(result("m.transformMap(k, v, v + 1)") == "map {a: 2, b: 3}");
        CHECK(result("xs.transformMapEntry(i, x, {string(x): i})") == "map {1: 0, 2: 1, 3: 2}");
        CHECK(result("xs.transformMapEntry(i, x, {'k': i})") == "error insert failed: key 'k' already exists");
        CHECK(result("xs.map(x, xs.map(y, x * y))") == "list [[1, 2, 3], [2, 4, 6], [3, 6, 9]]");
    }

    TEST_CASE("optionals stand for what may be missing") {
        CHECK(result("object.?m.?k.orValue('x')") == "string v");
        CHECK(result("object.?x.?k.orValue('x')") == "string x");
        CHECK(result("object.?x.hasValue()") == "bool false");
        CHECK(result("object.?x.y.z.hasValue()") == "bool false");
        CHECK(result("optional.none().value()") == "error optional.none() dereference");
        CHECK(result("optional.of(1).or(optional.of(1 / 0))").contains("some 1"));
        CHECK(result("optional.ofNonZeroValue('').hasValue()") == "bool false");
        CHECK(result("[?m[?'z'], 2]") == "list [2]");
        CHECK(result("{?'a': optional.none(), 'b': 1}") == "map {b: 1}");
        CHECK(result("m[?'a'].optMap(v, v + 1).orValue(0)") == "int 2");
        CHECK(result("m[?'z'].optFlatMap(v, optional.of(v)).hasValue()") == "bool false");
        CHECK(result("xs[?7]") == "optional_type none");
    }

    TEST_CASE("values of other types are not equal; numbers are by their value") {
        CHECK(result("dyn(1) == dyn(1.0)") == "bool true");
        CHECK(result("dyn(1) == dyn('1')") == "bool false");
        CHECK(result("1 < 1.5") == "bool true");
        CHECK(result("dyn(9007199254740993) == dyn(9007199254740992.0)") == "bool false");
        CHECK(result("[1, 2] == [1, 2]") == "bool true");
        CHECK(result("{'a': 1} == {'a': 1}") == "bool true");
        CHECK(result("object.n == null") == "bool true");
        CHECK(result("type(1) == int") == "bool true");
        CHECK(result("type([]) == list && type(type(1)) == type") == "bool true");
    }

    TEST_CASE("times and durations") {
        CHECK(result("timestamp('2020-02-29T12:30:45.5+02:00')") == "google.protobuf.Timestamp 2020-02-29T10:30:45.5Z");
        CHECK(result("timestamp('2020-01-01T00:00:00Z') + duration('36h')") ==
              "google.protobuf.Timestamp 2020-01-02T12:00:00Z");
        CHECK(result("timestamp('2020-01-01T00:00:00Z') - timestamp('2019-12-31T00:00:00Z')") ==
              "google.protobuf.Duration 86400s");
        CHECK(result("timestamp('9999-12-31T23:59:59Z') + duration('1s')") == "error timestamp overflow");
        CHECK(result("timestamp('2020-01-01T00:00:00Z').getDayOfYear()") == "int 0");
        CHECK(result("timestamp('2020-01-05T00:00:00Z').getDayOfWeek()") == "int 0");
        CHECK(result("timestamp('2020-01-01T23:00:00Z').getHours('+02:00')") == "int 1");
        CHECK(result("timestamp('2020-01-01T00:00:00Z').getFullYear('Foo/Bar')") == "error unknown time zone Foo/Bar");
        CHECK(result("duration('1h30m').getMinutes()") == "int 90");
        CHECK(result("string(duration('1h1.5s'))") == "string 3601.5s");
        CHECK(result("duration('1h') > duration('59m')") == "bool true");
        CHECK(result("int(timestamp('1970-01-01T00:00:10Z'))") == "int 10");
    }

    TEST_CASE("conversions") {
        CHECK(result("int('12a')") == "error type conversion error from 'string' to 'int'");
        CHECK(result("int(1e30)") == "error integer overflow");
        CHECK(result("uint(-1)") == "error unsigned integer overflow");
        CHECK(result("int(-1.9)") == "int -1");
        CHECK(result("double('1e3')") == "double 1000");
        CHECK(result("string(1e21) + string(0.1)") == "string 1e+210.1");
        CHECK(result("bool('True')") == "bool true");
        CHECK(result("string(b'\\xff')") == "error invalid UTF-8 in bytes, cannot convert to string");
    }

    TEST_CASE("costs are upstream's") {
        CHECK(cost("object.a.b.c") == 3);
        CHECK(cost("xs.all(x, x > 0)") == 17);
        CHECK(cost("xs.exists(x, x > 2)") == 20);
        CHECK(cost("xs.exists_one(x, x > 2)") == 11);
        CHECK(cost("xs.map(x, x > 1, x * 2)") == 36);
        CHECK(cost("xs.filter(x, x > 1).size()") == 35);
        CHECK(cost("object.l.map(x, x + 1)") == 31);
        CHECK(cost("has(object.m.k) && object.m.k == 'v'") == 6);
        CHECK(cost("object.?m.?k.orValue('x')") == 3);
        CHECK(cost("object.a in xs") == 6);
        CHECK(cost("[?optional.of(1), 2]") == 11);
        CHECK(cost("[1, 2, 3].exists(x, x / 0 == 1)") == 22);
        CHECK(cost("xs == [1, 2, 3]") == 2);
        CHECK(cost("duration('100h').getMilliseconds()") == 1);
    }

    TEST_CASE("the limit ends an evaluation, whatever is around it") {
        namespace cel = armillary::cel;
        const auto program =
            cel::Program::compile("true || xs.all(x, xs.all(y, xs.all(z, x + y + z > 0)))", cel::tests::environment());
        REQUIRE(program);
        CHECK(program->evaluate(cel::tests::activation(), 10).value.isTrue());
        const auto other = cel::Program::compile("xs.all(x, xs.all(y, x + y > 0)) || true", cel::tests::environment());
        REQUIRE(other);
        const cel::Evaluation evaluation = other->evaluate(cel::tests::activation(), 10);
        CHECK(evaluation.overLimit);
        CHECK(evaluation.value.text() == "operation cancelled: actual cost limit exceeded");
    }
}
