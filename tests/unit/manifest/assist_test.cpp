#include "engine/manifest/assist.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/manifest/lines.h"
#include "engine/manifest/sketch.h"
#include "tests/unit/manifest/support.h"

using namespace armillary;
using namespace armillary::test;
using manifest::TextPlace;

namespace {

/// A text in which "|" is the place where somebody types.
struct Typed {
    std::string text;
    std::size_t at;
    explicit Typed(std::string with) : text(std::move(with)), at(text.find('|')) { text.erase(at, 1); }
};

/// "key PATH <token>".
std::string placeOf(const std::string& with) {
    const Typed typed(with);
    const TextPlace place = manifest::pathAt(typed.text, typed.at);
    static constexpr const char* kParts[] = {"none ", "key ", "value "};
    std::string out = kParts[static_cast<int>(place.part)] + print(place.path);
    if (place.part == TextPlace::Part::None) return out;
    return out + " <" + typed.text.substr(place.token.begin, place.token.end - place.token.begin) + ">";
}

/// Compares the places of all keys and scalars with what a whole reader says of them. Returns how many.
class Comparison {
public:
    explicit Comparison(const manifest::File& file) : m_file(file) {}

    std::size_t compare() {
        const auto& bytes = m_file.bytes();
        CHECK(manifest::documentSpans(bytes).size() == std::max<std::size_t>(1, m_file.documents().size()));
        for (m_document = 0; m_document < m_file.documents().size(); ++m_document)
            visit(*m_file.documents()[m_document].root, {});
        return m_count;
    }

private:
    void expect(std::size_t at, TextPlace::Part part, const manifest::Path& path) {
        const TextPlace place = manifest::pathAt(m_file.bytes(), at);
        manifest::Path found = place.object;
        found.insert(found.end(), place.path.begin(), place.path.end());
        const auto [line, column] = manifest::positionOf(m_file.bytes(), at);
        CAPTURE(line);
        CAPTURE(column);
        CHECK(print(found) == print(path));
        CHECK(place.part == part);
        CHECK(place.document == m_document);
        ++m_count;
    }

    void visit(const manifest::Node& node, const manifest::Path& path) {
        if (node.form == manifest::Form::Scalar && !node.isAbsent() && !path.empty() && !node.text.empty())
            expect(node.span.begin, TextPlace::Part::Value, path);
        for (std::size_t i = 0; i < node.entries.size(); ++i) {
            const manifest::Entry& entry = node.entries[i];
            manifest::Path inner = path;
            if (node.form == manifest::Form::Sequence) {
                inner.push_back(manifest::Step::item(i));
            } else {
                if (entry.key->form != manifest::Form::Scalar || entry.key->begin() != entry.begin ||
                    entry.key->isBlockScalar() || !entry.key->properties.empty() || entry.key->text.empty())
                    return;  // keys that need a '?'
                inner.push_back(manifest::Step::member(entry.key->text));
                expect(entry.key->span.begin, TextPlace::Part::Key, inner);
            }
            visit(*entry.value, inner);
        }
    }

    const manifest::File& m_file;
    std::size_t m_document = 0, m_count = 0;
};

const std::string kPod = R"(apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: front
spec:
  containers:
  - name: web
    image: nginx
)";

const std::string kDeploymentHead = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n";

std::vector<manifest::Completion> completed(const std::string& with, const manifest::Surroundings& around = {}) {
    const Typed typed(with);
    return manifest::completions(typed.text, typed.at, around);
}

/// The labels; the first `most` of them.
std::string labels(const std::string& with, std::size_t most = 100, const manifest::Surroundings& around = {}) {
    std::string out;
    for (const auto& item : completed(with, around))
        if (most > 0) out += (out.empty() ? "" : " ") + item.label, --most;
    return out;
}

/// The text after the first completion.
std::string taken(const std::string& with, const manifest::Surroundings& around = {}) {
    const auto items = completed(with, around);
    if (items.empty()) return "nothing";
    std::string text = Typed(with).text;
    text.replace(items[0].replaces.begin, items[0].replaces.end - items[0].replaces.begin, items[0].insert);
    return text;
}

manifest::Surroundings world() {
    manifest::Surroundings around;
    around.names = [](const relations::Kind& kind, std::string_view namespace_) -> std::vector<std::string> {
        return {kind.text() + "-1", kind.text() + "-2-" + std::string(namespace_)};
    };
    around.keys = [](const relations::ObjectId& object) -> std::vector<std::string> {
        return {object.kind.name + "/" + object.namespace_ + "/" + object.name};
    };
    return around;
}

std::string explained(const std::string& text) {
    const auto parsed = manifest::File::parse(text);
    if (parsed) return "YAML";
    const auto why = manifest::explainMistake(parsed.error(), text);
    static constexpr const char* kWhy[] = {"tab",    "colon",       "colon-in-value", "quote", "bracket",
                                           "comma",  "indentation", "no-colon",       "alias", "sign",
                                           "escape", "template",    "other"};
    CHECK(why.message.find_last_of(".\"") == why.message.size() - 1);
    return std::to_string(why.line) + ":" + std::to_string(why.column) + " " + kWhy[static_cast<int>(why.why)];
}

}  // namespace

TEST_CASE("Every key and value of the samples is found where a whole reader finds it") {
    std::size_t count = 0;
    for (const auto& each : std::filesystem::recursive_directory_iterator(MANIFEST_SAMPLES)) {
        if (!each.is_regular_file()) continue;
        std::ifstream in(each.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        const auto parsed = manifest::File::parse(bytes);
        if (!parsed) continue;
        CAPTURE(each.path().string());
        count += Comparison(*parsed).compare();
    }
    CHECK(count > 300);
}

TEST_CASE("A place is found while it is typed") {
    CHECK(placeOf("spec:\n  repl|") == "value spec <repl>");
    CHECK(placeOf("spec:\n  repl|\n  template: {}\n") == "key spec.repl <repl>");
    CHECK(placeOf("spec:\n  a: 1\n  repl|\n  template: {}\n") == "key spec.repl <repl>");
    CHECK(placeOf("spec:\n  a: 1\n  |\n  template: {}\n") == "key spec <>");
    CHECK(placeOf("spec:\n  |") == "key spec <>");
    CHECK(placeOf("spec:\n  a:\n    b: 1\n  |\n") == "key spec <>");
    CHECK(placeOf("spec:\n  a:\n    b: 1\n|\n") == "key  <>");
    CHECK(placeOf("spec:\n  a:\n    b: 1\n    |") == "key spec.a <>");
    CHECK(placeOf("spec:\n  replicas: |\n  other: 1\n") == "value spec.replicas <>");
    CHECK(placeOf("spec:\n  replicas:|\n") == "value spec.replicas <>");
    CHECK(placeOf("spec:\n  image: ngi|nx:1 # comment\n") == "value spec.image <nginx:1>");
    CHECK(placeOf("spec:\n  image: nginx # com|ment\n") == "none spec.image");
    CHECK(placeOf("list:\n- name: a\n  |\n- name: b\n") == "key list[0] <>");
    CHECK(placeOf("list:\n- name: a\n- |\n") == "value list[1] <>");
    CHECK(placeOf("list:\n- name: a\n- na|\n") == "value list[1] <na>");
    CHECK(placeOf("list:\n  - name: a\n    im|\n    ports: []\n") == "key list[0].im <im>");
    CHECK(placeOf("list:\n  |") == "key list <>");
    CHECK(placeOf("a: {b: 1, |}\n") == "key a <>");
    CHECK(placeOf("a: {b: 1, c|}\n") == "key a.c <c>");
    CHECK(placeOf("a: {b: |}\nd: 1\n") == "value a.b <>");
    CHECK(placeOf("a: [x, |]\n") == "value a[1] <>");
    CHECK(placeOf("a: [x, y|]\n") == "value a[1] <y>");
    CHECK(placeOf("{\"a\": {\"b\": \"x|\"}}") == "value a.b <\"x\">");
    // What is broken elsewhere does no harm.
    CHECK(placeOf("a: \"open\nb:\n  c: 1|\n") == "value b.c <1>");
    CHECK(placeOf("a: {b: 1\nc:\n  d: 1|\n") == "value c.d <1>");
    CHECK(placeOf("a:\n\tb: 1\nc:\n  d: 1|\n") == "value c.d <1>");
    CHECK(placeOf("a:\n    b: 1\n  c: 2|\n") == "value a.c <2>");
    CHECK(placeOf("a: 1\n---\nb:\n  c: |\n") == "value b.c <>");
    CHECK(placeOf("a: >-\n  text: b|\nc: 1\n").starts_with("value a <>-"));
    CHECK(placeOf("|") == "key  <>");
    CHECK(placeOf("\xef\xbb\xbf"
                  "a: 1\r\nb|: 2\r\n") == "key b <b>");
}

TEST_CASE("An item of a list is an object of its own") {
    const Typed typed(
        "apiVersion: v1\nkind: List\nitems:\n- " +
        std::string("apiVersion: v1\n  kind: Service\n  metadata: {name: s, namespace: n}\n  spec:\n    ty|\n"));
    const TextPlace place = manifest::pathAt(typed.text, typed.at);
    CHECK(print(place.object) == "items[0]");
    CHECK(print(place.path) == "spec");
    CHECK(place.kind == "Service");
    CHECK(place.name == "s");
    CHECK(place.namespace_ == "n");
    CHECK(labels(std::string(typed.text).insert(typed.at, "|")) == "type");
}

TEST_CASE("Fields are offered that are not there yet, required ones first") {
    CHECK(labels(kDeploymentHead + "  |", 4) == "selector template replicas strategy");
    CHECK(labels(kDeploymentHead + "  replicas: 1\n  |\n  template: {}\n", 2) == "selector strategy");
    CHECK(labels(kDeploymentHead + "  REPL|") == "replicas");
    CHECK(labels(kDeploymentHead + "  repl|\n  selector: {}\n") == "replicas");
    CHECK(labels(kPod + "    |", 2) == "command args");
    CHECK(labels(kPod + "  |").starts_with("volumes initContainers"));
    CHECK(labels(kPod + "    livenessProbe:\n      httpGet: {path: /}\n      |", 2) ==
          "initialDelaySeconds timeoutSeconds");  // one handler is enough
    CHECK(labels(kPod + "    resources:\n      limits:\n        |") == "cpu memory ephemeral-storage");
    CHECK(labels("|") == "apiVersion kind metadata");
    CHECK(labels("a: 1\n---\nki|") == "kind");
    CHECK(labels("kind: Pod\napiVersion: v1\n|") == "metadata spec status");
    CHECK(labels(kPod + "x: |").empty());
    CHECK(labels("apiVersion: example.com/v1\nkind: Widget\nspec:\n  |").empty());
    const auto items = completed(kDeploymentHead + "  sel|");
    REQUIRE(items.size() == 1);
    CHECK(items[0].required);
    CHECK(items[0].detail == "mapping");
    CHECK(items[0].documentation.contains("Label selector"));
}

TEST_CASE("What a completion writes can be gone on with") {
    CHECK(taken(kDeploymentHead + "  repl|") == kDeploymentHead + "  replicas: ");
    CHECK(taken(kDeploymentHead + "  temp|") == kDeploymentHead + "  template:\n    ");
    CHECK(taken(kDeploymentHead + "  template:\n    spec:\n      contai|") ==
          kDeploymentHead + "  template:\n    spec:\n      containers:\n      - ");
    CHECK(taken("apiVersion: v1\nkind: Pod\nmetadata:\n  finalizers:\n    - x\nspec:\n  contai|") ==
          "apiVersion: v1\nkind: Pod\nmetadata:\n  finalizers:\n    - x\nspec:\n  containers:\n    - ");
    CHECK(taken(kDeploymentHead + "  re|: 3\n") == kDeploymentHead + "  replicas: 3\n");
    CHECK(taken("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    ports:\n      |") ==
          "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    ports:\n      - containerPort: ");
    CHECK(taken("apiVersion: v1\nkind: Pod\nspec: {restartP|}\n") ==
          "apiVersion: v1\nkind: Pod\nspec: {restartPolicy: }\n");
    CHECK(taken("{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {\"restartP|\"}}") ==
          "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"spec\": {\"restartPolicy\": }}");
    CHECK(taken(kPod + "    imagePullPolicy:|\n") == kPod + "    imagePullPolicy: Always\n");
    CHECK(taken("apiVersion: v1\nkind: Service\nspec:\n  type: N|\n") ==
          "apiVersion: v1\nkind: Service\nspec:\n  type: NodePort\n");
}

TEST_CASE("Values are offered: an enum's, truth, kinds and versions") {
    CHECK(labels("apiVersion: v1\nkind: Service\nspec:\n  type: |\n") ==
          "ClusterIP ExternalName LoadBalancer NodePort");
    CHECK(labels(kPod + "  hostNetwork: |\n") == "true false");
    CHECK(labels("apiVersion: v1\nkind: PersistentVolumeClaim\nspec:\n  accessModes: [Read|]\n")
              .contains("ReadWriteOnce"));
    CHECK(labels("apiVersion: v1\nkind: PersistentVolumeClaim\nspec:\n  accessModes:\n  - ReadWriteOnce|\n") ==
          "ReadWriteOnce ReadWriteOncePod");
    CHECK(labels("apiVersion: apps/v1\nkind: |\n") == "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet");
    CHECK(labels("kind: Ingr|\n") == "Ingress IngressClass");
    CHECK(labels("kind: Ingress\napiVersion: |\n") == "networking.k8s.io/v1");
    CHECK(labels(kDeploymentHead + "  replicas: |\n").empty());
}

TEST_CASE("A field that refers to objects offers their names, and their keys") {
    const std::string env = kPod + "    env:\n    - name: A\n      valueFrom:\n        configMapKeyRef:\n          ";
    CHECK(labels(env + "name: |\n", 9, world()) == "ConfigMap-1 ConfigMap-2-front");
    CHECK(labels(env + "name: c\n          key: |\n", 9, world()) == "ConfigMap/front/c");
    CHECK(labels(kPod + "  volumes:\n  - name: v\n    secret:\n      secretName: s\n      items:\n      - key: |\n", 9,
                 world()) == "Secret/front/s");
    CHECK(labels(kPod + "  serviceAccountName: |\n", 9, world()) == "ServiceAccount-1 ServiceAccount-2-front");
    CHECK(labels("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  scaleTargetRef:\n    kind: "
                 "Deployment\n"
                 "    apiVersion: apps/v1\n    name: |\n",
                 1, world()) == "Deployment.apps-1");
    CHECK(labels("apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nsubjects:\n- {kind: ServiceAccount, "
                 "namespace: x, name: |}\n",
                 9, world()) == "ServiceAccount-1 ServiceAccount-2-x");
    CHECK(labels("apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n  rules:\n  - http:\n      paths:\n      - "
                 "backend:\n"
                 "          service:\n            name: |\n",
                 1, world()) == "Service-1");
    CHECK(labels(env + "name: |\n").empty());  // nobody to ask
}

TEST_CASE("Hovering tells what a field is, and what its value means") {
    const auto at = [](const std::string& with) {
        const Typed typed(with);
        return manifest::hover(typed.text, typed.at);
    };
    const auto replicas = at(kDeploymentHead + "  repl|icas: 3\n");
    REQUIRE(replicas);
    CHECK(print(replicas->path) == "spec.replicas");
    CHECK(replicas->field.word == "integer");
    CHECK(replicas->field.defaultJson == "1");
    const auto type = at("apiVersion: v1\nkind: Service\nspec:\n  type: Node|Port\n");
    REQUIRE(type);
    CHECK(type->valueDoc.contains("exposed on one port of every node"));
    const auto argument = at(kPod + "    args:\n    - \"--ver|bose\"\n");
    REQUIRE(argument);
    CHECK(argument->field.name == "args");
    CHECK(print(argument->path) == "spec.containers[0].args[0]");
    CHECK(!at(kPod + "    # com|ment\n"));
    CHECK(!at(kPod + "    no|such: 1\n"));
    CHECK(!at("apiVersion: example.com/v1\nkind: Widget\nspec:\n  a|: 1\n"));
}

TEST_CASE("A reference leads to what it names") {
    const auto to = [](const std::string& with) {
        const Typed typed(with);
        const auto id = manifest::definitionAt(typed.text, typed.at, "home");
        return id ? id->kind.text() + " " + id->namespace_ + "/" + id->name : std::string("nothing");
    };
    CHECK(to(kPod + "    envFrom:\n    - secretRef: {name: pass|word}\n") == "Secret front/password");
    CHECK(to("x: 1\n---\n" + kDeploymentHead + "  template:\n    spec:\n      serviceAccountName: rob|ot\n") ==
          "ServiceAccount home/robot");
    CHECK(to("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec:\n"
             "  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, na|me: web}\n") == "Deployment.apps home/web");
    CHECK(to(kPod + "    command: [r|un]\n") == "nothing");
    CHECK(to(kPod + "  serviceAccountName: a|\n  broken: \"\n") == "nothing");
}

TEST_CASE("Lines fold that belong together") {
    const auto folds = [](const std::string& text) {
        std::string out;
        for (const auto& fold : manifest::foldsOf(text))
            out += (out.empty() ? "" : " ") + std::to_string(fold.first) + "-" + std::to_string(fold.last);
        return out;
    };
    CHECK(folds("a:\n  b:\n    c: 1\n  d: 1\n\ne: 1\n") == "1-4 2-3");
    CHECK(folds("a:\n- b: 1\n  c: 1\n- d\n") == "1-4 2-3");
    CHECK(folds("a: |\n  x\n  y\nb: 1\n") == "1-3");
    CHECK(folds("# one\n# two\n# three\na: 1\n") == "1-3");
    CHECK(folds("a: 1\nb: 2\n---\nc: 1\nd: {\n  e: 1\n}\n") == "1-2 3-7 5-7");
    CHECK(folds("").empty());
}

TEST_CASE("What is no YAML is explained where the mistake was made") {
    CHECK(explained("a:\n\tb: 1\n") == "2:1 tab");
    CHECK(explained("a:\n  - b: 1\n\t  c: 2\n") == "3:1 tab");
    CHECK(explained("a: 1\nb:2\nc: 3\n") == "2:1 colon");
    CHECK(explained("a: 1\nfoo\nb: 2\n") == "2:1 no-colon");
    CHECK(explained("a: \"x\nb: 1\n") == "1:5 quote");
    CHECK(explained("a: 'it's'\n") == "1:8 quote");
    CHECK(explained("a: 1\nb: [1, 2\nc: 1\n") == "2:4 bracket");
    CHECK(explained("a:\n  b: {x: 1\n  c: 1\n") == "2:6 bracket");
    CHECK(explained("a: [1, 2}\n") == "1:9 bracket");
    CHECK(explained("a: [x: y: z]\n") == "1:9 comma");
    CHECK(explained("a: b: c\n") == "1:5 colon-in-value");
    CHECK(explained("a: 1\n  b: 2\n") == "2:3 indentation");
    CHECK(explained("a: 1\n- b\n") == "2:1 indentation");
    CHECK(explained("a: - b\n") == "1:4 indentation");
    CHECK(explained("a: *x\n") == "1:4 alias");
    CHECK(explained("a: @x\n") == "1:4 sign");
    CHECK(explained("a: \"\\q\"\n") == "1:5 escape");
    CHECK(explained("a: {{ .Values.a }}:{{ .Values.b }}\n") == "1:1 template");

    const std::string between = "spec:\n  containers:\n  - name: x\n   image: y\n";
    const auto mistake = manifest::File::parse(between).error();
    CHECK(manifest::explainMistake(mistake, between).message ==
          "The line is indented by 3 spaces; the lines above that it could go with are by 0, 2 or 4.");
    // A value may be a secret's: what is said of it does not repeat it.
    for (const std::string text : {"password:hunter2\nb: 1\n", "a: 1\nhunter2\nb: 1\n", "a: \"hunter2\nb: 1\n"})
        CHECK(!manifest::explainMistake(manifest::File::parse(text).error(), text).message.contains("hunter2"));
}

TEST_CASE("Texts without end or sense are read to their end") {
    std::string deep, dashes, brackets(100'000, '['), quotes;
    for (int i = 0; i < 2'000; ++i) deep += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
    for (int i = 0; i < 20'000; ++i) dashes += "- ";
    for (int i = 0; i < 20'000; ++i) quotes += " 'a''\n";
    for (const std::string& text :
         {deep, dashes, brackets, quotes, "{" + std::string(50'000, '"'), std::string("---"),
          std::string("---\n...\n---\n%x\n"), std::string("? a\n: b\n"), std::string(1, '\0')}) {
        for (const std::size_t at : {std::size_t{0}, text.size() / 2, text.size()}) {
            manifest::pathAt(text, at);
            manifest::completions(text, at, {});
            manifest::hover(text, at);
        }
        manifest::foldsOf(text);
    }
}
