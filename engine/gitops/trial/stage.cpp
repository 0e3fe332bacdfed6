#include "engine/gitops/trial/stage.h"

#include <boost/json/array.hpp>

#include <algorithm>
#include <format>

#include "engine/gitops/trial/marks.h"
#include "engine/gitops/trial/placeholders.h"
#include "engine/gitops/trial/rewriting.h"
#include "engine/plan/change.h"
#include "engine/plan/item.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace json = boost::json;
using relations::Kind;

namespace {

const Kind kNamespaceKind{"", "Namespace"};
const Kind kDefinition{"apiextensions.k8s.io", "CustomResourceDefinition"};
const Kind kClusterRole{"rbac.authorization.k8s.io", "ClusterRole"};
const Kind kClusterBinding{"rbac.authorization.k8s.io", "ClusterRoleBinding"};

/// What says what is deployed is looked at by itself, and would be acted upon here.
bool saysWhatIsDeployed(const Kind& kind) {
    return kind.group == "argoproj.io"
               ? kind.name == "Application" || kind.name == "ApplicationSet" || kind.name == "AppProject"
               : kind.group.ends_with(".toolkit.fluxcd.io");
}

std::string titleOf(const Object& object) {
    return std::format("{} {}{}{}", object.kind(), object.namespace_(), object.namespace_().empty() ? "" : "/",
                       object.name());
}

ObjectRef parsed(const json::object& document) {
    std::string text;
    schema::writeDocument(text, document);
    auto object = Object::parse(std::move(text));
    return object ? std::move(*object) : nullptr;
}

class Staging {
public:
    Staging(const std::vector<RenderedApplication>& applications, const Ground& ground, const StageOptions& options)
        : m_applications(applications), m_options(options), m_ground(ground) {}

    Staged take() {
        lookAround();
        for (const auto& [name, mapped] : m_staged.namespaces) addNamespace(name, mapped);
        for (const RenderedApplication& each : m_applications) add(each);
        addPlaceholders();
        return std::move(m_staged);
    }

private:
    void note(const std::string& application, std::string text) {
        m_staged.notes.push_back({application, std::move(text), {}});
    }

    bool isNamespaced(const Object& object, const Kind& kind) const {
        if (const auto* row = plan::rowOf(object)) return row->namespaced;
        const auto custom = m_kinds.find(kind);
        return custom == m_kinds.end() || custom->second;
    }

    /// Half a sentence; "" for what can be made.
    std::string whyNot(const Object& object, const Kind& kind) const {
        if (saysWhatIsDeployed(kind)) return "what it deploys is tried, not itself";
        if (plan::rowOf(object) == nullptr && !m_kinds.contains(kind))
            return std::format("the cluster serves no {} of {}", object.kind(), object.apiVersion());
        const bool comes =
            kind == kNamespaceKind || kind == kDefinition || kind == kClusterRole || kind == kClusterBinding;
        if (!isNamespaced(object, kind) && !comes) return "it would be the whole cluster's";
        return {};
    }

    /// Namespaces, kinds and roles that come along, before anything refers to them.
    void lookAround() {
        m_kinds = m_ground.customKinds;
        const auto each = [&](auto visit) {
            for (const RenderedApplication& application : m_applications)
                for (const PlacedObject& placed : application.becomes)
                    visit(application, *placed.object, relations::kindOf(*placed.object));
        };
        each([&](const RenderedApplication&, const Object& object, const Kind& kind) {
            if (kind != kDefinition) return;
            const auto defined = definedKind(object);
            if (!defined) return;
            auto document = schema::parseDocument(object.json());
            json::object* const spec = objectAt(document->get_object(), "spec");
            m_kinds.try_emplace(*defined, textAt(*spec, "scope") == "Namespaced");
        });
        each([&](const RenderedApplication& application, const Object& object, const Kind& kind) {
            if (!whyNot(object, kind).empty()) return;
            if (kind == kClusterRole) m_roles.insert(object.name());
            if (kind == kNamespaceKind) m_described.insert_or_assign(object.name(), &object);
            const std::string home = kind == kNamespaceKind ? object.name() : homeOf(application, object, kind);
            if (!home.empty()) m_staged.namespaces[home] = trialNamespace(m_options.id, home);
        });
    }

    std::string homeOf(const RenderedApplication& application, const Object& object, const Kind& kind) const {
        if (!isNamespaced(object, kind)) return {};
        return object.namespace_().empty() ? application.namespace_ : object.namespace_();
    }

    Rewriting rewriting() const { return {m_ground, m_options, m_staged.namespaces, m_roles}; }

    void addNamespace(const std::string& name, const std::string& mapped) {
        json::object metadata{{"name", mapped}, {"annotations", json::object{{mark::kStandsFor, name}}}};
        if (const auto found = m_described.find(name); found != m_described.end()) {
            json::object labels;
            for (const auto& [key, value] : found->second->meta().labels)
                if (key != "kubernetes.io/metadata.name") labels[key] = value;
            metadata["labels"] = std::move(labels);
        }
        lay({{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", std::move(metadata)}});
    }

    void lay(const json::object& document) {
        if (ObjectRef object = parsed(document)) m_staged.foundation.push_back(std::move(object));
    }

    void add(const RenderedApplication& application) {
        StagedApplication staged{.name = application.name};
        std::map<std::pair<Phase, int>, Step> steps, failing;
        // Of several with one name the last is what stays.
        std::map<relations::ObjectId, const PlacedObject*> last;
        for (const PlacedObject& each : application.becomes) last[relations::idOf(*each.object)] = &each;
        for (const PlacedObject& each : application.becomes) {
            const Object& object = *each.object;
            const Kind kind = relations::kindOf(object);
            if (last[relations::idOf(object)] != &each) continue;
            if (const std::string why = whyNot(object, kind); !why.empty()) {
                note(application.name, std::format("{} is left out: {}.", titleOf(object), why));
                continue;
            }
            if (!isNamespaced(object, kind)) {
                addOfCluster(application.name, object, kind);
                continue;
            }
            StagedObject made = namespaced(application, object, kind);
            if (!made.object) continue;
            if (made.turn.isSkipped) {
                note(application.name, made.title + " is left out: it is a hook that no sync runs.");
                continue;
            }
            staged.namespaces.insert(made.object->namespace_());
            m_made.push_back(made.object);
            for (const Phase phase : made.turn.phases) {
                Step& step = (phase == Phase::SyncFail ? failing : steps)[{phase, made.turn.wave}];
                step.phase = phase;
                step.wave = made.turn.wave;
                step.objects.push_back(made);
            }
        }
        staged.steps = inOrder(std::move(steps));
        staged.afterFailure = inOrder(std::move(failing));
        m_staged.applications.push_back(std::move(staged));
    }

    static std::vector<Step> inOrder(std::map<std::pair<Phase, int>, Step> steps) {
        std::vector<Step> all;
        for (auto& [turn, step] : steps) {
            std::ranges::stable_sort(step.objects, {}, [](const StagedObject& each) {
                const Kind kind = relations::kindOf(*each.object);
                return std::pair(plan::orderOf(kind.group, kind.name), each.object->name());
            });
            all.push_back(std::move(step));
        }
        return all;
    }

    StagedObject namespaced(const RenderedApplication& application, const Object& object, const Kind& kind) {
        StagedObject made{.title = titleOf(object), .object = nullptr};
        auto document = schema::parseDocument(object.json());
        if (!document || !document->is_object()) return made;
        const Rewriting all = rewriting();
        json::object& root = document->get_object();
        made.turn = partOf(root);
        rewriteMetadata(root, all, homeOf(application, object, kind));
        rewriteContent(root, kind, all, [&](const std::string& what) {
            note(application.name, std::format("{}: {}.", made.title, what));
        });
        // Whether somebody here leads traffic in is nothing that the repository decides.
        made.isAwaited = kind != Kind{"networking.k8s.io", "Ingress"} && kind.group != "gateway.networking.k8s.io";
        made.object = parsed(root);
        return made;
    }

    void addOfCluster(const std::string& application, const Object& object, const Kind& kind) {
        if (kind == kNamespaceKind) return;
        auto document = schema::parseDocument(object.json());
        if (!document || !document->is_object() || objectAt(document->get_object(), "metadata") == nullptr) return;
        json::object& root = document->get_object();
        const Rewriting all = rewriting();
        if (kind == kDefinition) {
            const auto defined = definedKind(object);
            if (!defined) return;
            if (m_ground.customKinds.contains(*defined)) {
                note(application, std::format("{} is left out: the cluster has one of its own.", titleOf(object)));
                return;
            }
            rewriteMetadata(root, all, {});
            rewriteContent(root, kind, all, [](const std::string&) {});
            note(application, titleOf(object) + " is the whole cluster's while the preview runs.");
            lay(root);
        } else if (kind == kClusterRole) {
            rewriteMetadata(root, all, {});
            rewriteClusterRole(root, all);
            lay(root);
        } else {
            note(application, titleOf(object) + " grants what it grants in the preview's namespaces alone.");
            for (const auto& [name, mapped] : m_staged.namespaces) {
                json::object copy = root;
                rewriteClusterBinding(copy, all, name);
                lay(copy);
            }
        }
    }

    void addPlaceholders() {
        std::map<std::string, std::string> originals;
        for (const auto& [name, mapped] : m_staged.namespaces) originals[mapped] = name;
        for (Placeholder& each : placeholdersFor(m_made)) {
            std::string keys;
            for (const std::string& key : each.keys) keys += (keys.empty() ? " with " : ", ") + key;
            note({}, std::format("Secret {}/{} is not in the repository: a placeholder{} stands in for it.",
                                 originals[each.secret->namespace_()], each.secret->name(), keys));
            m_staged.foundation.push_back(std::move(each.secret));
        }
    }

    const std::vector<RenderedApplication>& m_applications;
    const StageOptions& m_options;
    const Ground& m_ground;
    std::map<Kind, bool> m_kinds;
    std::set<std::string> m_roles;
    std::map<std::string, const Object*> m_described;
    std::vector<ObjectRef> m_made;
    Staged m_staged;
};

}  // namespace

Staged stage(const std::vector<RenderedApplication>& applications, const Ground& ground, const StageOptions& options) {
    return Staging(applications, ground, options).take();
}

}  // namespace armillary::gitops
