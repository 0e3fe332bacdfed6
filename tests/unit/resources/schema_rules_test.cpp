#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

#include "engine/resources/expressions/admission.h"
#include "engine/resources/expressions/schema_costs.h"
#include "engine/resources/expressions/schema_rules.h"
#include "engine/schema/json_codec.h"
#include "tests/unit/resources/documents.h"

using namespace armillary;

namespace {

apiextensionsv1::JSONSchemaProps schemaOf(std::string_view text) {
    auto schema = schema::fromJson<apiextensionsv1::JSONSchemaProps>(text);
    REQUIRE(schema);
    return std::move(*schema);
}

std::string joined(const FieldErrors& errors) {
    std::string text;
    for (const FieldError& error : errors) text += (text.empty() ? "" : "; ") + error.text();
    return text;
}

/// What the rules of a schema say of an object, and of what it was before.
std::string findings(std::string_view schemaText, std::string_view object, std::string_view old = {}) {
    const auto schema = schemaOf(schemaText);
    const auto rules = resources::expressions::compileRules(schema);
    REQUIRE(rules);
    const boost::json::value before = old.empty() ? boost::json::value() : boost::json::parse(old);
    return joined(rules->check(boost::json::parse(object), old.empty() ? nullptr : &before));
}

/// What a definition is refused for.
std::string refusals(std::string_view schemaText) {
    FieldErrors errors;
    using namespace resources::expressions;
    checkRules(schemaOf(schemaText), CostCheck::Limited, resources::Path("schema"), errors);
    return joined(errors);
}

/// What a rule of a schema may cost at most.
std::uint64_t costOf(std::string_view schemaText, std::string_view rule) {
    using namespace resources::expressions;
    const auto schema = schemaOf(schemaText);
    cel::Environment environment(functions());
    environment.declare("self", typeOf(schema));
    const auto program = cel::Program::compile(rule, environment);
    REQUIRE_MESSAGE(program, (program ? "" : program.error()));
    return program->maxCost(SchemaSizes(schema, false));
}

std::string specRule(const std::string& rule, const std::string& more = "",
                     const std::string& properties = R"("replicas":{"type":"integer"},"min":{"type":"integer"})") {
    return R"({"type":"object","properties":{"spec":{"type":"object","properties":{)" + properties +
           R"(},"x-kubernetes-validations":[{"rule":")" + rule + "\"" + more + "}]}}}";
}

}  // namespace

TEST_SUITE("rules of schemas") {
    TEST_CASE("what was wrong before and has not changed is let pass, but by rules about changes") {
        const std::string rule = specRule("self.replicas >= self.min");
        const std::string bad = R"({"spec":{"replicas":1,"min":3},"other":1})";
        CHECK(findings(rule, bad, R"({"spec":{"replicas":1,"min":3},"other":2})").empty());
        CHECK(!findings(rule, bad, R"({"spec":{"replicas":2,"min":3},"other":1})").empty());
        CHECK(!findings(specRule("self.min > oldSelf.min"), bad, bad).empty());
        // An element of an ordinary list has no earlier self; the list has.
        const std::string list = R"({"type":"object","properties":{"spec":{"type":"array","items":{"type":"integer",)"
                                 R"("x-kubernetes-validations":[{"rule":"self < 5"}]}}}})";
        CHECK(findings(list, R"({"spec":[7],"a":1})", R"({"spec":[7]})").empty());
        CHECK(findings(list, R"({"spec":[7,1]})", R"({"spec":[7]})") ==
              "spec[0]: Invalid value: \"integer\": failed rule: self < 5");
    }

    TEST_CASE("a rule that is false is a finding, worded by rule, message or messageExpression") {
        const std::string object = R"({"spec":{"replicas":1,"min":3}})";
        CHECK(findings(specRule("self.replicas >= self.min"), object) ==
              "spec: Invalid value: \"object\": failed rule: self.replicas >= self.min");
        CHECK(findings(specRule("self.replicas >= self.min", R"(,"message":"too few")"), object) ==
              "spec: Invalid value: \"object\": too few");
        CHECK(findings(specRule("self.replicas >= self.min",
                                R"x(,"messageExpression":"'at least ' + string(self.min)","message":"too few")x"),
                       object) == "spec: Invalid value: \"object\": at least 3");
        CHECK(findings(
                  specRule("self.replicas >= self.min", R"(,"fieldPath":".replicas","reason":"FieldValueForbidden")"),
                  object) == "spec.replicas: Forbidden: failed rule: self.replicas >= self.min");
        CHECK(findings(specRule("self.replicas >= self.min"), R"({"spec":{"replicas":3,"min":3}})").empty());
        CHECK(findings(specRule("self.replicas >= self.min"), R"({"spec":{"replicas":3}})") ==
              "spec: Invalid value: \"object\": no such key: min evaluating rule: self.replicas >= self.min");
    }

    TEST_CASE("transition rules need an earlier value, or take it as an optional") {
        const std::string immutable = specRule("self.min == oldSelf.min", R"(,"message":"min is immutable")");
        CHECK(findings(immutable, R"({"spec":{"min":1}})").empty());
        CHECK(findings(immutable, R"({"spec":{"min":1}})", R"({"spec":{"min":1}})").empty());
        CHECK(findings(immutable, R"({"spec":{"min":1}})", R"({"spec":{"min":2}})") ==
              "spec: Invalid value: \"object\": min is immutable");
        const std::string optional =
            specRule("oldSelf.hasValue() || self.min == 0", R"(,"optionalOldSelf":true,"message":"starts at 0")");
        CHECK(findings(optional, R"({"spec":{"min":1}})") == "spec: Invalid value: \"object\": starts at 0");
        CHECK(findings(optional, R"({"spec":{"min":1}})", R"({"spec":{"min":0}})").empty());
    }

    TEST_CASE("elements of lists by key are compared with those that they were") {
        const std::string schema =
            R"({"type":"object","properties":{"ports":{"type":"array","x-kubernetes-list-type":"map",)"
            R"("x-kubernetes-list-map-keys":["name"],"items":{"type":"object","properties":{"name":{"type":"string"},)"
            R"("port":{"type":"integer"}},"x-kubernetes-validations":[{"rule":"self.port >= oldSelf.port"}]}}}})";
        CHECK(findings(schema, R"({"ports":[{"name":"b","port":1},{"name":"a","port":1}]})",
                       R"({"ports":[{"name":"a","port":1},{"name":"b","port":2}]})") ==
              "ports[0]: Invalid value: \"object\": failed rule: self.port >= oldSelf.port");
    }

    TEST_CASE("members have escaped names, and values of their formats") {
        const std::string properties =
            R"("a-b":{"type":"string"},"namespace":{"type":"string"},"at":{"type":"string","format":"date-time"},)"
            R"("for":{"type":"string","format":"duration"},"port":{"x-kubernetes-int-or-string":true},)"
            R"("labels":{"type":"object","additionalProperties":{"type":"string"}},"half":{"type":"number"})";
        const std::string object =
            R"({"spec":{"a-b":"x","namespace":"n","at":"2020-01-01T00:00:00Z","for":"1h","port":80,)"
            R"("labels":{"k":"v"},"half":1}})";
        for (const char* rule :
             {"self.a__dash__b == 'x'", "self.__namespace__ == 'n'", "self.at.getFullYear() == 2020",
              "self.__for__ == duration('60m')", "type(self.port) == int ? self.port < 100 : self.port == '80'",
              "self.labels.all(k, self.labels[k] == 'v')", "self.half / 2.0 == 0.5"})
            CHECK(findings(specRule(rule, "", properties), object) == "");
    }

    TEST_CASE("lists that are sets add up and compare as sets") {
        const std::string properties =
            R"("s":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}})";
        CHECK(findings(specRule("(self.s + ['b', 'c']).size() == 3", "", properties), R"({"spec":{"s":["a","b"]}})") ==
              "");
        CHECK(findings(specRule("self.s == oldSelf.s", "", properties), R"({"spec":{"s":["a","b"]}})",
                       R"({"spec":{"s":["b","a"]}})") == "");
    }

    TEST_CASE("what does not compile, or does not fit, is refused with its definition") {
        CHECK(refusals(specRule("self.replicas > self.min")) == "");
        CHECK(refusals(specRule("self.replicaz > 1"))
                  .contains("schema.properties[spec].x-kubernetes-validations[0].rule: Invalid value: "
                            "apiextensions.ValidationRule{"));
        CHECK(refusals(specRule("self.replicaz > 1"))
                  .contains("compilation failed: ERROR: <input>:1:5: undefined field 'replicaz'\n | self.replicaz > "
                            "1\n | ....^"));
        CHECK(refusals(specRule("self.replicas")).contains("cel expression must evaluate to a bool"));
        CHECK(refusals(specRule("self.replicas > 1", R"(,"fieldPath":".x")")).contains("must be a valid path"));
        CHECK(refusals(specRule("self.replicas > 1", R"(,"optionalOldSelf":true)"))
                  .contains("may not be set if oldSelf is not used in rule"));
        CHECK(refusals(specRule("true", R"(,"messageExpression":"1")"))
                  .contains("messageExpression must evaluate to a string"));
        CHECK(refusals(R"({"type":"object","properties":{"l":{"type":"array","items":{"type":"string",)"
                       R"("x-kubernetes-validations":[{"rule":"self == oldSelf"}]}}}})")
                  .contains("oldSelf cannot be used on the uncorrelatable portion of the schema within "
                            "schema.properties[l]"));
    }

    TEST_CASE("what a rule may cost follows from the limits of its schema") {
        const std::string schema =
            R"({"type":"object","properties":{"n":{"type":"integer"},"s":{"type":"string","maxLength":10},)"
            R"("u":{"type":"string"},"e":{"type":"string","enum":["a","longest"]},)"
            R"("l":{"type":"array","maxItems":25,"items":{"type":"string","maxLength":63}},)"
            R"("m":{"type":"object","maxProperties":4,"additionalProperties":{"type":"integer"}}}})";
        const auto cost = [&](std::string_view rule) { return costOf(schema, rule); };
        // Reading a variable and each of its members costs 1, a text a tenth of its bytes.
        CHECK(cost("self.n == 3") == 2);
        CHECK(cost("self.n < 3") == 3);
        CHECK(cost("self.s == 'abc'") == 3);
        CHECK(cost("self.e == self.u") == 5);
        CHECK(cost("self.u == self.u") == 314577);
        CHECK(cost("self.s + self.s == self.s") == 18);
        CHECK(cost("has(self.s) && self.n < 5") == 4);
        CHECK(cost("cidr(self.s) == cidr(self.s).masked()") == 8);
        CHECK(cost("quantity(self.s) == quantity('1k')") == 5);
        CHECK(cost("self.n > 0 ? self.s == 'a' : true") == 6);
        CHECK(cost("self.s.matches('^[a-z]*$')") == 12);
        CHECK(cost("'a' in self.l") == 27);
        // A loop costs 3 with each element, beside its body.
        CHECK(cost("self.l.all(x, x.contains('gpu'))") == 753);
        CHECK(cost("self.m.all(k, self.m[k] > 0)") == 35);
        CHECK(cost("self.l.map(x, x.size()).sum() > 0") == 389);
        CHECK(cost("self.l.exists_one(x, x == 'a')") == 104);
        CHECK(cost("optional.of(self.n).optMap(v, v + 1).orValue(0) == 1") == 23);
    }

    TEST_CASE("a rule that may cost too much is refused with its definition") {
        const std::string advice =
            " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and "
            "strings are declared)";
        const auto rule = [](const std::string& text) {
            return R"("x-kubernetes-validations":[{"rule":")" + text + R"("}])";
        };
        const std::string begin = R"({"type":"object","properties":{"l":{"type":"array",)", end = "}}}";
        const auto list = [&](const std::string& limit, const std::string& length) {
            return begin + limit + R"("items":{"type":"string")" + length + "}," +
                   rule("self.all(x, x.contains('a string'))") + end;
        };
        const std::string at = "schema.properties[l].x-kubernetes-validations[0].rule: Forbidden: ";
        const std::string contributed =
            "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema";
        const std::string total =
            "schema: Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds "
            "budget by factor of ";
        CHECK(refusals(list("", "")) == at + "estimated rule cost exceeds budget by factor of more than 100x" + advice +
                                            "; " + at + contributed + "; " + total + "more than 100x" + advice);
        CHECK(refusals(list(R"("maxItems":100,)", R"(,"maxLength":500)")) == "");
        CHECK(refusals(begin + R"("items":{"type":"string"},)" +
                       rule("self.all(a, self.all(b, a == b || a.size() != b.size()))") + end)
                  .starts_with(at + "estimated rule cost exceeds budget by factor of more than 100x" + advice));
        // Within limits of its own, but there may be many of it.
        const std::string element =
            R"("items":{"type":"string","maxLength":1000,)" + rule("self.matches('a')") + "}" + end;
        CHECK(refusals(begin + R"("maxItems":1000,)" + element) == "");
        const std::string below = "schema.properties[l].items.x-kubernetes-validations[0].rule: Forbidden: ";
        CHECK(refusals(begin + element) == below + "estimated rule cost exceeds budget by factor of 42.2x" + advice +
                                               "; " + below + contributed + "; " + total + "4.2x" + advice);
    }

    TEST_CASE("a definition may keep what it has, however much it costs") {
        const auto definition = [](const std::string& more) {
            return R"({"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",)"
                   R"("metadata":{"name":"ws.example.com"},"spec":{"group":"example.com","scope":"Namespaced",)"
                   R"("names":{"plural":"ws","singular":"w","kind":"W"},"versions":[{"name":"v1","served":true,)"
                   R"("storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"l":{"type":"array",)"
                   R"("items":{"type":"string"},"x-kubernetes-validations":[{"rule":"self.all(a, a in self) == true"}]})" +
                   more + "}}}}]}}";
        };
        using namespace resources::testing;
        CHECK(createErrors(definition("")).size() == 3);
        CHECK(updateErrors(definition(""), definition("")).empty());
        CHECK(updateErrors(definition(""), definition(R"(,"o":{"type":"string"})")).size() == 3);
    }

    TEST_CASE("the rules of one object have one budget") {
        std::string items;
        for (int i = 0; i < 300; ++i) items += (i > 0 ? "," : "") + std::to_string(i);
        const std::string text = findings(specRule("self.l.all(a, self.l.all(b, self.l.all(c, a + b + c >= 0)))", "",
                                                   R"("l":{"type":"array","items":{"type":"integer"}})"),
                                          R"({"spec":{"l":[)" + items + "]}}");
        CHECK(text.contains("no further validation rules will be run due to call cost exceeds limit"));
    }
}
