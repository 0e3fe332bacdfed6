#include <doctest/doctest.h>

#include "engine/schema/selector.h"

namespace armillary {

namespace {

std::string parsed(std::string_view text) {
    const auto selector = LabelSelector::parse(text);
    return selector ? selector->text() : "! " + selector.error();
}

bool matches(std::string_view text, const schema::StringMap<std::string>& labels) {
    return LabelSelector::parse(text).value().matches(labels);
}

}  // namespace

TEST_CASE("label selectors: what is understood") {
    CHECK(parsed("") == "");
    CHECK(parsed("a=b") == "a=b");
    CHECK(parsed(" b != c , a == x ") == "a=x,b!=c");
    CHECK(parsed("x in (b,a),y notin (c),z,!w") == "!w,x in (a,b),y notin (c),z");
    CHECK(parsed("n>1,m<2") == "m<2,n>1");
    CHECK(parsed("a=") == "a=");
    CHECK(parsed("a in ()") == "a in ()");
    CHECK(parsed("a in (,b)") == "a in (,b)");
    CHECK(parsed("in in (in,notin)") == "in in (in,notin)");
    CHECK(parsed("example.com/name=v_1.x") == "example.com/name=v_1.x");
}

TEST_CASE("label selectors: what they match") {
    const schema::StringMap<std::string> labels{{"app", "web"}, {"n", "5"}, {"empty", ""}};
    for (const char* text : {"", "app", "app=web", "app==web", "app!=db", "other!=x", "!other", "app in (web,db)",
                             "app notin (db)", "other notin (db)", "n>4", "n<6", "empty=", "empty", "app=web,n>1"}) {
        CHECK_MESSAGE(matches(text, labels), text);
    }
    for (const char* text : {"other", "app=db", "app!=web", "!app", "app in (db)", "app notin (web)", "n>5", "n<5",
                             "app>1", "other>1", "app=web,n>9", "app="}) {
        CHECK_FALSE_MESSAGE(matches(text, labels), text);
    }
    CHECK(LabelSelector().matchesEverything());
    CHECK_FALSE(LabelSelector::nothing().matches(labels));
    CHECK_FALSE(LabelSelector::nothing().matchesEverything());
    CHECK(LabelSelector::fromMap({{"app", "web"}, {"n", "5"}}).matches(labels));
    CHECK(LabelSelector::fromMap({{"app", "web"}, {"n", "5"}}).text() == "app=web,n=5");
}

TEST_CASE("label selectors: refusals are upstream's sentences") {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"a b", "! unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"},
        {",a", "! found ',', expected: !, identifier, or 'end of string'"},
        {"a,", "! found '', expected: identifier after ','"},
        {"a=b c", "! found 'c', expected: ',' or 'end of string'"},
        {"a in b", "! unable to parse requirement: found 'b' expected: '('"},
        {"a in (b", "! unable to parse requirement: found '', expected: ',' or ')'"},
        {"a in (b=", "! unable to parse requirement: found '=', expected: ',' or ')'"},
        {"a in (=", "! unable to parse requirement: found '=', expected: ',', ')' or identifier"},
        {"!", "! unable to parse requirement: found '', expected: identifier"},
        {"a==(", "! unable to parse requirement: found '(', expected: identifier"},
        {"n>x",
         "! unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be "
         "an "
         "integer"},
        {"-a=b",
         "! unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of alphanumeric "
         "characters, "
         "'-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or "
         "'123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"},
        {"a=b@c",
         "! unable to parse requirement: values[0][a]: Invalid value: \"b@c\": a valid label must be an empty string "
         "or "
         "consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
         "(e.g. "
         "'MyValue',  or 'my_value',  or '12345', regex used for validation is "
         "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"},
    };
    for (const auto& [text, expected] : cases) CHECK(parsed(text) == expected);
}

TEST_CASE("label selectors of the API") {
    metav1::LabelSelector selector;
    CHECK(LabelSelector::from(selector)->matchesEverything());
    selector.matchLabels = {{"app", "web"}};
    metav1::LabelSelectorRequirement expression;
    expression.key = "tier";
    expression.operator_ = "In";
    expression.values = {"b", "a"};
    selector.matchExpressions.push_back(expression);
    CHECK(LabelSelector::from(selector)->text() == "app=web,tier in (a,b)");
    selector.matchExpressions[0].values.clear();
    CHECK(LabelSelector::from(selector).error() ==
          "values: Invalid value: []string{}: for 'in', 'notin' operators, values set can't be empty");
    selector.matchExpressions[0].operator_ = "Near";
    CHECK(LabelSelector::from(selector).error() == "\"Near\" is not a valid label selector operator");
}

TEST_CASE("field selectors") {
    const auto text = [](std::string_view in) {
        const auto selector = FieldSelector::parse(in);
        if (!selector) return "! " + selector.error();
        std::string out;
        for (const auto& one : selector->requirements()) {
            out += "[" + one.path + (one.equal ? "=" : "!=") + one.value + "]";
        }
        return out;
    };
    CHECK(text("").empty());
    CHECK(text("metadata.name=x") == "[metadata.name=x]");
    CHECK(text("status.phase!=Running,metadata.name==x,") == "[metadata.name=x][status.phase!=Running]");
    CHECK(text(R"(a=x\,y\=z\\)") == R"([a=x,y=z\])");
    CHECK(text("a=") == "[a=]");
    CHECK(text("name") == "! invalid selector: 'name'; can't understand 'name'");
    CHECK(text("b=1,na!me") == "! invalid selector: 'b=1,na!me'; can't understand 'na!me'");
    CHECK(text(R"(a=\x)") == R"(! invalid field selector: invalid escape sequence: \x)");
    CHECK(text(R"(a=x\)") == R"(! invalid field selector: invalid escape sequence: \)");
    CHECK(text("a=b=c") == "! invalid field selector: unescaped character in value: 61");
}

}  // namespace armillary
