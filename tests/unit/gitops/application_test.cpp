#include <doctest/doctest.h>

#include "engine/gitops/application/application.h"

using namespace armillary::gitops;

namespace {

Applications read(std::map<std::string, std::string> files) {
    auto applications = readApplications(*Tree::ofFiles(std::move(files)));
    REQUIRE(applications);
    return std::move(*applications);
}

Application readOne(const std::string& spec) {
    auto applications = read(
        {{"a.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec:\n" + spec}});
    REQUIRE(applications.all.size() == 1);
    return std::move(applications.all.front());
}

}  // namespace

TEST_CASE("an Application says what is deployed, where from and where to") {
    const auto application = readOne(R"(
  project: default
  source: {repoURL: https://example.org/a, path: ./prod/, targetRevision: v1, directory: {recurse: true, include: '*.yaml'}}
  destination: {server: https://k, namespace: shop}
  syncPolicy: {automated: {prune: true}}
)");
    CHECK(application.name == "shop");
    CHECK(application.origin == "a.yaml");
    CHECK(application.namespace_ == "shop");
    CHECK(application.unsupported.empty());
    REQUIRE(application.sources.size() == 1);
    CHECK(application.sources[0].path == "prod");
    CHECK(application.sources[0].revision == "v1");
    CHECK(application.sources[0].settings.directory.recurse);
}

TEST_CASE("parameters become a kustomization above, and values in their order") {
    const auto kustomize = readOne(
        "  source: {repoURL: r, path: p, kustomize: {namePrefix: a-, images: ['web=x.org:5000/web:2', 'db@sha256:1'], "
        "replicas: [{name: w, count: '3'}], commonLabels: {a: b}}}\n");
    CHECK(
        kustomize.sources[0].settings.kustomize.overlay ==
        R"({"namePrefix":"a-","commonLabels":{"a":"b"},"images":[{"name":"web","newTag":"2","newName":"x.org:5000/web"},{"digest":"sha256:1","name":"db"}],"replicas":[{"name":"w","count":3}]})");
    const auto helm = readOne(
        "  source: {repoURL: r, path: p, helm: {releaseName: r, values: 'a: 1', valuesObject: {a: 2}, parameters: "
        "[{name: n, value: v, forceString: true}]}}\n");
    CHECK(helm.sources[0].settings.helm.values == std::vector<std::string>{R"({"a":2})"});
    CHECK(helm.sources[0].settings.helm.parameters[0].forceString);
}

TEST_CASE("what is not heeded is named") {
    const auto application = readOne(
        "  source: {repoURL: r, path: p, plugin: {name: x}, helm: {passCredentials: true}}\n  sourceHydrator: {}\n");
    CHECK(application.unsupported == std::vector<std::string>{"spec.sourceHydrator is not supported.",
                                                              "spec.source.plugin is not supported.",
                                                              "spec.source.helm.passCredentials is not supported."});
    const auto kinds =
        read({{"set.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: s}\n"},
              {"release.yaml", "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: h}\n"}});
    CHECK(kinds.all.empty());
    CHECK(kinds.notes ==
          std::vector<std::string>{"HelmRelease h in release.yaml is left out: this kind is not supported.",
                                   "ApplicationSet s in set.yaml is left out: it has no generators, or no template."});
    const auto broken = read({{"b.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: [\n"}});
    CHECK(broken.notes.size() == 1);
}

TEST_CASE("Flux' Kustomizations, with the address of their GitRepository; of one name, told apart") {
    const std::string kustomization =
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\n"
        "spec: {path: ./apps, prune: true, interval: 1m, targetNamespace: shop, sourceRef: {kind: GitRepository, name: "
        "flux-system}, postBuild: {}}\n";
    const auto applications = read({{"clusters/a/apps.yaml", kustomization},
                                    {"clusters/b/apps.yaml", kustomization},
                                    {"g.yaml",
                                     "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: "
                                     "flux-system}\nspec: {url: 'ssh://git@example.org/x', ref: {branch: main}}\n"}});
    REQUIRE(applications.all.size() == 2);
    CHECK(applications.all[0].name == "apps (clusters/a/apps.yaml)");
    CHECK(applications.all[0].unsupported == std::vector<std::string>{"spec.postBuild is not supported."});
    CHECK(applications.all[0].sources[0].repository == "ssh://git@example.org/x");
    CHECK(applications.all[0].sources[0].revision == "main");
    CHECK(applications.all[0].sources[0].path == "apps");
    CHECK(applications.all[0].sources[0].settings.kustomize.overlay == R"({"namespace":"shop"})");
}

TEST_CASE("a chart's templates, kustomize's own files and patches of an Application are none") {
    const std::string application = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: x}\n";
    const auto found =
        read({{"c/Chart.yaml", "name: c"},
              {"c/templates/a.yaml", application + "spec: {source: {path: {{ .Values.x }}}}\n"},
              {"p/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"},
              {"p/patch.yaml", application + "spec: {project: x}\n"}});
    CHECK(found.all.empty());
    CHECK(found.notes.empty());
}
