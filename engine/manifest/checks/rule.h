#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/manifest/check.h"
#include "engine/manifest/lines.h"
#include "engine/manifest/objects.h"
#include "engine/manifest/schemas.h"
#include "engine/relations/relations.h"

/// One rule a file, listed in rules.cpp. For the sources of this folder and check.cpp only.
namespace armillary::manifest::checks {

/// A file that reads.
struct CheckedFile {
    std::size_t index = 0;  ///< among the files that are checked
    std::string folder;
    File file;
    LineIndex lines;
};

/// An object and the file that it is in.
struct Subject {
    const CheckedFile* in = nullptr;
    FileObject object;
    ObjectRef parsed;  ///< in its namespace, or in "default"; null when its metadata cannot be read
};

/// Everything that is checked together.
class Scene : public relations::World {
public:
    Scene(std::vector<Subject> subjects, Schemas schemas);
    Scene(const Scene&) = delete;

    /// With the definitions that are among the subjects.
    const Schemas& schemas() const { return m_schemas; }
    const std::vector<Subject>& subjects() const { return m_subjects; }
    /// All of that kind, namespace and name, in their order.
    std::span<const Subject* const> named(const relations::ObjectId& id) const;
    /// The workloads of a namespace whose pods have that label.
    std::span<const Subject* const> labelled(std::string_view namespace_, std::string_view key,
                                             std::string_view value) const;
    ObjectRef find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const override;
    std::vector<ObjectRef> list(const relations::Kind& kind, std::string_view namespace_) const override;

private:
    std::vector<Subject> m_subjects;
    Schemas m_schemas;
    std::map<relations::ObjectId, std::vector<const Subject*>> m_byId;
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<const Subject*>> m_byLabel;
    std::map<std::pair<relations::Kind, std::string>, std::vector<ObjectRef>> m_byKind;  ///< "" for all namespaces
};

/// Collects findings with the positions of what they are about.
class Findings {
public:
    /// The finding, for its fixes; until the next one is added.
    Finding& add(const Subject& subject, std::size_t offset, Severity severity, std::string_view id,
                 std::string message);
    /// At the key or item where a path of the object ends, or at the nearest above it that is there.
    Finding& addAt(const Subject& subject, std::string_view path, Severity severity, std::string_view id,
                   std::string message);
    std::vector<Finding> take() { return std::move(m_findings); }

private:
    std::vector<Finding> m_findings;
};

/// Where the pods' specification of a workload is; "" of anything else, and of what cannot be read.
std::string_view podSpecOf(const Subject& subject);

using Rule = void (*)(const Scene& scene, const Subject& subject, Findings& findings);

void checkFields(const Scene& scene, const Subject& subject, Findings& findings);
void checkNames(const Scene& scene, const Subject& subject, Findings& findings);
void checkApiVersions(const Scene& scene, const Subject& subject, Findings& findings);
void checkSelectors(const Scene& scene, const Subject& subject, Findings& findings);
void checkTargetPorts(const Scene& scene, const Subject& subject, Findings& findings);
void checkImages(const Scene& scene, const Subject& subject, Findings& findings);
void checkReferences(const Scene& scene, const Subject& subject, Findings& findings);
void checkKeys(const Scene& scene, const Subject& subject, Findings& findings);
void checkProbes(const Scene& scene, const Subject& subject, Findings& findings);
void checkBudgets(const Scene& scene, const Subject& subject, Findings& findings);
void checkScalers(const Scene& scene, const Subject& subject, Findings& findings);
void checkRequests(const Scene& scene, const Subject& subject, Findings& findings);
void checkOwnPods(const Scene& scene, const Subject& subject, Findings& findings);
void checkPodNames(const Scene& scene, const Subject& subject, Findings& findings);

/// In the order in which they are asked.
std::span<const Rule> allRules();

}  // namespace armillary::manifest::checks
