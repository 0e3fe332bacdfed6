#include "yaml_test.h"

#include <QTest>

#include "app/kinds/yaml_text.h"

namespace armillary::app {

void YamlTest::writes_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("yaml");
    const auto row = [](const char* name, const char* json, const char* yaml) {
        QTest::newRow(name) << QString::fromUtf8(json) << QString::fromUtf8(yaml);
    };
    row("plain text", R"({"a":"web","b":"nginx:1.27"})", "a: web\nb: nginx:1.27");
    row("keys in order", R"({"b":1,"a":2})", "a: 2\nb: 1");
    row("numbers", R"({"a":80,"b":-1.5,"c":9007199254740993})", "a: 80\nb: -1.5\nc: 9007199254740993");
    row("what only looks like one", R"({"a":"80","b":"1e3","c":"0x1f"})", "a: \"80\"\nb: \"1e3\"\nc: \"0x1f\"");
    row("a quantity is text", R"({"cpu":"100m","memory":"64Mi"})", "cpu: 100m\nmemory: 64Mi");
    row("truth", R"({"a":true,"b":"true","c":"no","d":null,"e":"null"})",
        "a: true\nb: \"true\"\nc: \"no\"\nd: null\ne: \"null\"");
    row("dates", R"({"a":"2026-01-31T12:00:00Z"})", "a: \"2026-01-31T12:00:00Z\"");
    row("what YAML means something by", R"({"a":"- x","b":"x: y","c":"x #y","d":"","e":" x","f":"*"})",
        "a: \"- x\"\nb: \"x: y\"\nc: \"x #y\"\nd: \"\"\ne: \" x\"\nf: \"*\"");
    row("nothing in it", R"({"a":{},"b":[]})", "a: {}\nb: []");
    row("lists of objects", R"({"containers":[{"image":"i","name":"web"},{"name":"side"}]})",
        "containers:\n- image: i\n  name: web\n- name: side");
    row("lists of text", R"({"args":["-c","sleep 1"]})", "args:\n- \"-c\"\n- sleep 1");
    row("nested", R"({"a":{"b":{"c":1}}})", "a:\n  b:\n    c: 1");
    row("several lines", R"({"a":"one\ntwo\n","b":"one\ntwo"})", "a: |\n  one\n  two\nb: |-\n  one\n  two");
    row("control characters", R"({"a":"\u001b[0m\n"})", "a: \"\\u001b[0m\\n\"");
    row("a label's key", R"({"app.kubernetes.io/name":"x"})", "app.kubernetes.io/name: x");
}

void YamlTest::writes() {
    QFETCH(QString, json);
    QFETCH(QString, yaml);
    QCOMPARE(yamlText(json.toStdString()), yaml);
}

void YamlTest::masksSecrets() {
    const std::string secret = R"({"data":{"password":"c2VjcmV0"},"kind":"Secret"})";
    QVERIFY(!yamlText(secret, {.maskData = true}).contains("c2VjcmV0"));
    QVERIFY(yamlText(secret, {.maskData = true}).contains("password: (hidden)"));
    // What is not there stays away: an empty "annotations" would be a difference to every object without.
    QCOMPARE(yamlText(R"({"kind":"Secret","metadata":{"name":"a"}})", {.maskData = true}),
             QStringLiteral("kind: Secret\nmetadata:\n  name: a"));
}

}  // namespace armillary::app
