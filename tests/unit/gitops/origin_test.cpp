#include <algorithm>
#include <boost/json/object.hpp>

#include "engine/gitops/origin/chart_view.h"
#include "engine/gitops/origin/folder_tree.h"
#include "engine/gitops/origin/kustomize_view.h"
#include "engine/gitops/origin/view.h"
#include "engine/manifest/workspace.h"
#include "engine/schema/json_document.h"
#include "engine/schema/yaml.h"
#include "tests/unit/gitops/test_repository.h"

/// So that a failure shows the files.
template <>
struct doctest::StringMaker<std::map<std::string, std::string>> {
    static String convert(const std::map<std::string, std::string>& files) {
        std::string all;
        for (const auto& [path, text] : files) all += path + ":\n" + text;
        return all.c_str();
    }
};

using namespace armillary;
using namespace armillary::gitops;

namespace {

using Files = std::map<std::string, std::string>;

constexpr const char* kWeb =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web  # ours\nspec:\n  replicas: 1\n  selector:\n"
    "    matchLabels: {app: web}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n"
    "        - name: log\n          image: busybox:1.36\n        - name: web\n          image: nginx:1.25\n"
    "          args: [a, b]\n";

Files shop() {
    return {
        {"base/kustomization.yaml",
         "resources: [web.yaml]\nconfigMapGenerator:\n- name: conf\n  literals: [COLOUR=red, SIZE=1]\n"},
        {"base/web.yaml", kWeb},
        {"prod/kustomization.yaml",
         "# Production.\nresources:\n- ../base\nnamespace: shop\nnamePrefix: prod-\nlabels:\n- pairs: {tier: front}\n"
         "images:\n- name: nginx\n  newTag: \"1.27\"  # pinned\npatches:\n- path: size.yaml\n"},
        {"prod/size.yaml",
         "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  # For the sale.\n  replicas: 3\n"}};
}

/// What kustomize 5.6 prints of shop()'s prod with kOriginOverlay above it.
constexpr const char* kShopRendered = R"(apiVersion: v1
data:
  COLOUR: red
  SIZE: "1"
kind: ConfigMap
metadata:
  annotations:
    alpha.config.kubernetes.io/transformations: |
      - configuredIn: ../source/prod/kustomization.yaml
        configuredBy: {apiVersion: builtin, kind: PrefixTransformer}
    config.kubernetes.io/origin: |
      configuredIn: ../source/base/kustomization.yaml
      configuredBy: {apiVersion: builtin, kind: ConfigMapGenerator}
  labels: {tier: front}
  name: prod-conf-b2h5m7
  namespace: shop
---
apiVersion: apps/v1
kind: Deployment
metadata:
  annotations:
    alpha.config.kubernetes.io/transformations: |
      - configuredIn: ../source/prod/kustomization.yaml
        configuredBy: {apiVersion: builtin, kind: PatchTransformer}
    config.kubernetes.io/origin: |
      path: ../source/base/web.yaml
  labels: {tier: front}
  name: prod-web
  namespace: shop
spec:
  replicas: 3
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - image: busybox:1.36
        name: log
      - args: [a, b]
        image: nginx:1.27
        name: web
)";

/// Prints that, whatever it is asked for.
class Printing : public Runner {
public:
    explicit Printing(std::string output) : m_output(std::move(output)) {}
    Expected<Outcome> run(const Command&, const std::stop_token&) override { return Outcome{.output = m_output}; }

private:
    std::string m_output;
};

/// A chart's only template, as Helm would fill it in: each value from the last file that says it.
class Filling : public Runner {
public:
    Expected<Outcome> run(const Command& command, const std::stop_token&) override {
        ++runs;
        boost::json::object values = read(command.folder / "values.yaml");
        for (std::size_t i = 0; i + 1 < command.arguments.size(); ++i)
            if (command.arguments[i] == "--values")
                for (const auto& member : read(command.folder / command.arguments[i + 1]))
                    values[member.key()] = member.value();
        const auto& image = values.at("image").get_object();
        const auto word = [](const boost::json::value& value) {
            std::string json;
            schema::writeDocument(json, value);
            return value.is_string() ? std::string(value.get_string()) : json;
        };
        std::string out =
            "---\n# Source: web/templates/web.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop-" +
            word(values.at("name")) + "\nspec:\n  replicas: " + word(values.at("replicas")) +
            "\n  template:\n    spec:\n      containers:\n      - name: web\n        image: \"" +
            word(image.at("repository")) + ":" + word(image.at("tag")) + "\"\n        args: [\"" +
            word(values.at("args").get_array().at(0)) + "\"]\n        tty: true\n";
        if (values.at("service").get_bool())
            out += "---\n# Source: web/templates/service.yaml\napiVersion: v1\nkind: Service\nmetadata: {name: s}\n";
        return Outcome{.output = std::move(out)};
    }
    int runs = 0;

private:
    static boost::json::object read(const std::filesystem::path& path) {
        std::ifstream in(path);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        return schema::parseDocument(*schema::yamlToJson(text))->get_object();
    }
};

Files chart() {
    return {{"web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n"},
            {"web/values.yaml",
             "name: front\nreplicas: 2\nservice: true\nargs: [first, second]\nimage:\n  repository: nginx\n  tag: "
             "\"1.25\"\n"},
            {"web/values-prod.yaml", "# Production.\nreplicas: 5\n"},
            {"web/templates/web.yaml",
             "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop-{{ .Values.name }}\nspec:\n"
             "  replicas: {{ .Values.replicas }}\n  template:\n    spec:\n      containers:\n      - name: web\n"
             "        image: \"{{ .Values.image.repository }}:{{ .Values.image.tag }}\"\n"
             "        args: [{{ index .Values.args 0 | quote }}]\n        tty: true\n"},
            {"web/templates/service.yaml",
             "{{ if .Values.service }}\napiVersion: v1\nkind: Service\nmetadata: {name: s}\n{{ end }}\n"}};
}

manifest::Path path(const char* text) {
    return *manifest::parsePath(text);
}

manifest::Edit setting(const char* at, std::string yaml) {
    return {manifest::Edit::Kind::Set, path(at), std::move(yaml), {}};
}

/// A view with the files that it is of, and what they become.
struct Bench {
    Bench(Files given, Runner& runner, ViewChoice choice)
        : files(std::move(given)),
          renderer({.kustomize = "/usr/bin/kustomize", .helm = "/usr/bin/helm"}, runner, {}),
          request{Tree::ofFiles(files), std::move(choice), "default"} {
        auto looked = look(renderer, request, {});
        INFO((looked ? std::string() : looked.error().message));
        REQUIRE(looked);
        view = trace(renderer, request, *looked, {});
    }
    std::string origins(std::size_t document, const char* field) const {
        std::string all;
        for (const Origin& each : view->originsOf(document, path(field)))
            all += (all.empty() ? "" : "; ") + shown(each);
        return all;
    }
    Expected<Rewrite> rewrite(std::size_t document, const manifest::Edit& edit) const {
        return view->rewrite(document, edit, [this](const std::string& file) {
            const auto found = files.find(file);
            return found == files.end() ? std::nullopt : std::optional(found->second);
        });
    }
    /// The files that are other ones then, and their bytes.
    Files changed(std::size_t document, const manifest::Edit& edit) const {
        const auto rewrite = this->rewrite(document, edit);
        INFO((rewrite ? std::string() : rewrite.error().message));
        REQUIRE(rewrite);
        Files after;
        for (const NewSource& fresh : rewrite->files) after[fresh.file] = fresh.text;
        for (const SourceEdit& each : rewrite->edits) {
            std::string& text =
                after.emplace(each.file, files.contains(each.file) ? files.at(each.file) : "").first->second;
            const auto change = manifest::plan(*manifest::File::parse(text), each.document, each.edit);
            INFO((change ? std::string() : change.error().message));
            REQUIRE(change);
            text = change->file.bytes();
        }
        return after;
    }

    Files files;
    Renderer renderer;
    ViewRequest request;
    ViewRef view;
};

std::string replaced(std::string text, const std::string& old, const std::string& fresh) {
    const auto at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), fresh);
}

struct Shop : Printing, Bench {
    explicit Shop(Files files = shop())
        : Printing(kShopRendered), Bench(std::move(files), *this, {ViewChoice::Kind::Kustomization, "prod", {}}) {}
};
struct Chart : Filling, Bench {
    explicit Chart(std::vector<std::string> values = {})
        : Bench(chart(), *this, {ViewChoice::Kind::Chart, "web", std::move(values)}) {}
};

constexpr const char* kImage = "spec.template.spec.containers[1].image";

}  // namespace

TEST_CASE("what a folder offers to look at: kustomizations, charts with their values, nothing within a chart") {
    Files files = shop();
    files.merge(chart());
    files["web/charts/db/Chart.yaml"] = "name: db";
    files["web/charts/db/kustomization.yaml"] = "{}";
    files["tls/kustomization.yaml"] = "kind: Component\n";
    using enum ViewChoice::Kind;
    CHECK(viewsIn(*Tree::ofFiles(files), "") == std::vector<ViewChoice>{{Kustomization, "base", {}},
                                                                        {Kustomization, "prod", {}},
                                                                        {Chart, "web", {}},
                                                                        {Chart, "web", {"values-prod.yaml"}}});
    CHECK(viewsIn(*Tree::ofFiles(files), "prod").size() == 1);
}

TEST_CASE_FIXTURE(Shop, "a kustomized field's origin: transformer, patch, generator, base") {
    CHECK(view->text().starts_with("# base/kustomization.yaml\napiVersion: v1\n"));
    CHECK_FALSE(view->text().contains("config.kubernetes.io/origin"));
    CHECK(origins(1, kImage) == "prod/kustomization.yaml, images[0].newTag, line 10");
    CHECK(origins(1, "spec.replicas") == "prod/size.yaml, spec.replicas, line 7");
    CHECK(origins(1, "metadata.namespace") == "prod/kustomization.yaml, namespace, line 4");
    CHECK(origins(1, "metadata.labels.tier") == "prod/kustomization.yaml, labels[0].pairs.tier, line 7");
    CHECK(origins(1, "metadata.name") ==
          "prod/kustomization.yaml, namePrefix, line 5; base/web.yaml, metadata.name, line 4");
    CHECK(origins(1, "spec.template.spec.containers[0].image") ==
          "base/web.yaml, spec.template.spec.containers[name=log].image, line 15");
    CHECK(origins(0, "data.COLOUR") == "base/kustomization.yaml, configMapGenerator[0].literals[0], line 4");
    CHECK(origins(1, "spec.paused").empty());
    CHECK(origins(9, "spec").empty());
}

TEST_CASE_FIXTURE(Shop, "an edit of a kustomized field goes to the overlay's place that made it") {
    const std::string overlay = files["prod/kustomization.yaml"];
    CHECK(changed(1, setting(kImage, "nginx:1.28")) ==
          Files{{"prod/kustomization.yaml", replaced(overlay, "\"1.27\"", "\"1.28\"")}});
    CHECK(changed(1, setting(kImage, "caddy:2")) ==
          Files{{"prod/kustomization.yaml", replaced(overlay, "  newTag: \"1.27\"  # pinned\n",
                                                     "  newTag: \"2\"  # pinned\n  newName: caddy\n")}});
    CHECK_FALSE(rewrite(1, setting(kImage, "nginx")));
    CHECK(changed(1, setting("spec.replicas", "4")) ==
          Files{{"prod/size.yaml", replaced(files["prod/size.yaml"], "replicas: 3", "replicas: 4")}});
    CHECK(changed(1, setting("metadata.name", "live-web")) ==
          Files{{"prod/kustomization.yaml", replaced(overlay, "prod-", "live-")}});
    CHECK(changed(1, setting("metadata.labels.tier", "back")) ==
          Files{{"prod/kustomization.yaml", replaced(overlay, "tier: front", "tier: back")}});
    const auto refused = rewrite(1, setting("metadata.name", "shop"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message ==
          "It is put together by prod/kustomization.yaml, and cannot be said there as it is here.");
    CHECK(refused.error().next == "Change namePrefix there.");
}

TEST_CASE_FIXTURE(Shop, "what the base says is overlaid by the overlay's patch, which is there already") {
    const std::string patch = files["prod/size.yaml"];
    CHECK(
        changed(1, setting("spec.template.spec.containers[0].image", "busybox:1.37")) ==
        Files{{"prod/size.yaml",
               patch + "  template:\n    spec:\n      containers:\n      - name: log\n        image: busybox:1.37\n"}});
    // Items without keys: the patch says all of them.
    CHECK(changed(1, setting("spec.template.spec.containers[1].args[1]", "c")) ==
          Files{{"prod/size.yaml",
                 patch + "  template:\n    spec:\n      containers:\n      - name: web\n        args: [a, c]\n"}});
    CHECK(changed(1, {manifest::Edit::Kind::Remove, path("spec.template.spec.containers[0]"), {}, {}}) ==
          Files{{"prod/size.yaml",
                 patch + "  template:\n    spec:\n      containers:\n      - name: log\n        $patch: delete\n"}});
    CHECK(changed(1, setting("spec.paused", "true")) == Files{{"prod/size.yaml", patch + "  paused: true\n"}});
    CHECK_FALSE(rewrite(1, setting("kind", "StatefulSet")));
}

TEST_CASE("without a patch of that object a new one is written, and listed") {
    Files given = shop();
    given["prod/kustomization.yaml"] = "resources:\n- ../base\n";
    given.erase("prod/size.yaml");
    Shop shop(given);
    CHECK(shop.changed(1, setting("spec.paused", "true")) ==
          Files{{"prod/kustomization.yaml", "resources:\n- ../base\npatches:\n- path: patch-deployment-web.yaml\n"},
                {"prod/patch-deployment-web.yaml",
                 "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  paused: true\n"}});
    CHECK(shop.changed(0, setting("data.COLOUR", "blue")) ==
          Files{{"prod/kustomization.yaml",
                 "resources:\n- ../base\nconfigMapGenerator:\n- name: conf\n  behavior: merge\n  literals:\n  - "
                 "COLOUR=blue\n"}});
}

TEST_CASE("a patch within the kustomization keeps its comments, and its lines are the file's") {
    Files given = shop();
    given["prod/kustomization.yaml"] =
        "resources: [../base]\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: "
        "{name: web}\n"
        "    spec:\n      replicas: 3  # the sale\n- target: {kind: Deployment, name: w.*}\n  patch: |-\n"
        "    - op: replace\n      path: /spec/template/spec/containers/1/image\n      value: nginx:1.27\n";
    Shop shop(given);
    const std::string overlay = given["prod/kustomization.yaml"];
    CHECK(shop.origins(1, "spec.replicas") == "prod/kustomization.yaml, patches[0].patch: spec.replicas, line 8");
    CHECK(shop.origins(1, kImage) == "prod/kustomization.yaml, patches[1].patch: [0].value, line 13");
    CHECK(shop.changed(1, setting("spec.replicas", "4"))["prod/kustomization.yaml"] ==
          replaced(overlay, "replicas: 3", "replicas: 4"));
    CHECK(shop.changed(1, setting(kImage, "nginx:2"))["prod/kustomization.yaml"] ==
          replaced(overlay, "nginx:1.27", "nginx:2"));
}

TEST_CASE_FIXTURE(Chart, "a chart's field comes from values, found by rendering with others, and from its template") {
    CHECK(origins(0, "spec.replicas") == "web/values.yaml, replicas, line 2; web/templates/web.yaml, line 6");
    CHECK(origins(0, "spec.template.spec.containers[0].image") ==
          "web/values.yaml, image.repository, line 6; web/values.yaml, image.tag, line 7; web/templates/web.yaml, line "
          "11");
    CHECK(origins(0, "spec.template.spec.containers[0].tty") == "web/templates/web.yaml, line 13");
    const auto decides = view->originsOf(1, path("metadata.name"));
    REQUIRE_FALSE(decides.empty());
    CHECK(decides[0].kind == Origin::Kind::Decides);
    CHECK(shown(decides[0]) == "web/values.yaml, service, line 3");
    // As it is, all texts, all numbers, the truth value, and the text that is nowhere to be seen.
    CHECK(runs == 5);
}

TEST_CASE_FIXTURE(Chart, "an edit of a chart's field is one of its values") {
    const std::string values = files["web/values.yaml"];
    CHECK(changed(0, setting("spec.replicas", "3")) ==
          Files{{"web/values.yaml", replaced(values, "replicas: 2", "replicas: 3")}});
    CHECK(changed(0, setting("spec.template.spec.containers[0].image", "nginx:1.27")) ==
          Files{{"web/values.yaml", replaced(values, "1.25", "1.27")}});
    CHECK(changed(0, setting("spec.template.spec.containers[0].image", "local:5000/caddy:2")) ==
          Files{{"web/values.yaml", replaced(replaced(values, "1.25", "2"), "nginx", "local:5000/caddy")}});
    CHECK(changed(0, setting("metadata.name", "shop-back")) ==
          Files{{"web/values.yaml", replaced(values, "front", "back")}});
    CHECK_FALSE(rewrite(0, setting("metadata.name", "back")));
    const auto written = rewrite(0, setting("spec.template.spec.containers[0].tty", "false"));
    REQUIRE_FALSE(written);
    CHECK(written.error().message == "It is written in the template web/templates/web.yaml: no value makes it.");
    CHECK_FALSE(rewrite(0, {manifest::Edit::Kind::Remove, path("spec.replicas"), {}, {}}));
}

TEST_CASE("what a template puts together is taken apart by what stands between") {
    const std::vector<TextPart> parts = {{"x", 0}, {":", {}}, {"1", 1}};
    CHECK(solve(parts, "a:2") == std::map<std::size_t, std::string>{{0, "a"}, {1, "2"}});
    CHECK_FALSE(solve(parts, "a"));
    CHECK_FALSE(solve({{"x", 0}, {"1", 1}}, "a2"));
    CHECK_FALSE(solve({{"x", 0}, {"-", {}}, {"x", 0}}, "a-b"));
}

TEST_CASE("a folder's tree: what is on disk, what is edited in its place, and nothing outside") {
    const TestRepository folder;
    folder.write("a/b.yaml", "disk");
    folder.write("c.yaml", "disk");
    std::filesystem::create_symlink("/etc/passwd", folder.root / "out.yaml");
    const auto tree = treeOfFolder(folder.root, {{"a/b.yaml", "edited"}, {"new.yaml", "new"}});
    REQUIRE(tree);
    CHECK(*(*tree)->read("a/b.yaml") == "edited");
    CHECK(*(*tree)->read("c.yaml") == "disk");
    CHECK(*(*tree)->read("new.yaml") == "new");
    CHECK_FALSE((*tree)->read("out.yaml"));
    CHECK((*tree)->under(".git").empty());
    CHECK(rootOf(folder.root / "a") == folder.root);
    const std::vector<std::string> all = {""};
    const auto same = treeOfFolder(folder.root, {{"a/b.yaml", "edited"}, {"new.yaml", "new"}});
    CHECK((*tree)->key(all) == (*same)->key(all));
    folder.write("c.yaml", "other");
    CHECK((*treeOfFolder(folder.root, {{"a/b.yaml", "edited"}, {"new.yaml", "new"}}))->key(all) != (*tree)->key(all));
}

TEST_CASE("hostile values and patches are no places, and end") {
    Files given = shop();
    given["prod/kustomization.yaml"] =
        "resources: [../base]\npatches:\n- target: {name: '(a+)+$'}\n  patch: '- {op: add, path: \"no pointer\", "
        "value: {'\n"
        "- 3\n- path: [a]\nimages: {name: nginx}\nlabels: [1, {pairs: [a]}]\n";
    Shop shop(given);
    CHECK(shop.origins(1, "spec.replicas") == "prod/kustomization.yaml");
    CHECK(shop.origins(1, "metadata.labels.tier") == "prod/kustomization.yaml");
    CHECK(shop.changed(1, setting("spec.paused", "true")).contains("prod/patch-deployment-web.yaml"));
}

TEST_CASE("by the real programs: what is written gives what was asked for") {
    const Tools tools = Tools::find();
    ChildRunner runner;
    const Renderer renderer(tools, runner, {});
    const auto settles = [&](const Files& files, const ViewChoice& choice, std::size_t document, const char* field,
                             const char* value) {
        const ViewRequest request{Tree::ofFiles(files), choice, "default"};
        auto looked = look(renderer, request, {});
        INFO((looked ? std::string() : looked.error().message));
        REQUIRE(looked);
        const ViewRef view = trace(renderer, request, *looked, {});
        const auto rewrite = view->rewrite(document, setting(field, value), [&](const std::string& file) {
            return files.contains(file) ? std::optional(files.at(file)) : std::nullopt;
        });
        INFO((rewrite ? std::string() : rewrite.error().message));
        REQUIRE(rewrite);
        Files after = files;
        for (const NewSource& fresh : rewrite->files) after[fresh.file] = fresh.text;
        for (const SourceEdit& each : rewrite->edits)
            after[each.file] =
                manifest::plan(*manifest::File::parse(after[each.file]), each.document, each.edit)->file.bytes();
        const auto again = look(renderer, {Tree::ofFiles(after), choice, "default"}, {});
        REQUIRE(again);
        const auto file = *manifest::File::parse((*again)->text());
        INFO(std::string(field));
        CHECK(textOf(at(file.documents()[document].root.get(), path(field))) == std::string(value));
    };
    if (!tools.kustomize.empty()) {
        const ViewChoice prod{ViewChoice::Kind::Kustomization, "prod", {}};
        for (const auto& [field, value] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"spec.template.spec.containers[name=web].image", "caddy:2.8"},
                 {"spec.replicas", "7"},
                 {"spec.template.spec.containers[name=log].image", "busybox:1.37"},
                 {"spec.template.spec.containers[name=web].args[1]", "c"},
                 {"metadata.name", "live-web"},
                 {"metadata.namespace", "market"},
                 {"metadata.labels.tier", "back"}})
            settles(shop(), prod, 1, field, value);
        settles(shop(), prod, 0, "data.COLOUR", "blue");
    } else {
        MESSAGE("kustomize is not installed: its half did not run");
    }
    if (!tools.helm.empty()) {
        for (const ViewChoice& choice : {ViewChoice{ViewChoice::Kind::Chart, "web", {}},
                                         ViewChoice{ViewChoice::Kind::Chart, "web", {"values-prod.yaml"}}})
            for (const auto& [field, value] : std::initializer_list<std::pair<const char*, const char*>>{
                     {"spec.replicas", "7"},
                     {"spec.template.spec.containers[0].image", "caddy:2.8"},
                     {"spec.template.spec.containers[0].args[0]", "other"},
                     {"metadata.name", "shop-back"}})
                settles(chart(), choice, 1, field, value);
    } else {
        MESSAGE("helm is not installed: its half did not run");
    }
}

TEST_CASE("a chart's default goes into the chosen values file, with all of its list where it is in one") {
    Chart chart({"values-prod.yaml"});
    const std::string values = chart.files["web/values-prod.yaml"];
    CHECK(chart.origins(0, "spec.replicas") ==
          "web/values-prod.yaml, replicas, line 2; web/templates/web.yaml, line 6");
    CHECK(chart.changed(0, setting("spec.replicas", "6")) ==
          Files{{"web/values-prod.yaml", replaced(values, "5", "6")}});
    CHECK(chart.changed(0, setting("spec.template.spec.containers[0].image", "nginx:1.27")) ==
          Files{{"web/values-prod.yaml", values + "image:\n  tag: \"1.27\"\n"}});
    CHECK(chart.changed(0, setting("spec.template.spec.containers[0].args[0]", "other")) ==
          Files{{"web/values-prod.yaml", values + "args: [other, second]\n"}});
}

TEST_CASE("what a base's own kustomization says is overlaid, and not changed there") {
    Files given = shop();
    given["prod/kustomization.yaml"] = "resources: [../base]\n";
    given["base/kustomization.yaml"] = "resources: [web.yaml]\nimages: [{name: nginx, newTag: '1.27'}]\n";
    std::string rendered = kShopRendered;
    rendered = replaced(rendered,
                        "configuredIn: ../source/prod/kustomization.yaml\n        configuredBy: {apiVersion: builtin, "
                        "kind: PatchTransformer}",
                        "configuredIn: ../source/base/kustomization.yaml\n        configuredBy: {apiVersion: builtin, "
                        "kind: ImageTagTransformer}");
    Printing printing(rendered);
    const Bench bench(given, printing, {ViewChoice::Kind::Kustomization, "prod", {}});
    CHECK(bench.origins(1, kImage) == "base/kustomization.yaml, images[0].newTag, line 2");
    const Files after = bench.changed(1, setting(kImage, "nginx:1.28"));
    CHECK_FALSE(after.contains("base/kustomization.yaml"));
    CHECK(after.at("prod/patch-deployment-web.yaml").ends_with("- name: web\n        image: nginx:1.28\n"));
}
