#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/manifest/check.h"
#include "engine/manifest/objects.h"
#include "engine/relations/relations.h"

/// One rule a file, listed in rules.cpp. For the sources of this folder and check.cpp only.
namespace armillary::manifest::checks {

/// An object and the file that it is in.
struct Subject {
    std::size_t index = 0;  ///< of the file
    std::string folder;     ///< that the file is in
    const File* file = nullptr;
    FileObject object;
    ObjectRef parsed;  ///< in its namespace, or in "default"; null when its metadata cannot be read
};

/// Everything that is checked together.
class Scene : public relations::World {
public:
    explicit Scene(std::vector<Subject> subjects) : m_subjects(std::move(subjects)) {}

    const std::vector<Subject>& subjects() const { return m_subjects; }
    ObjectRef find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const override;
    std::vector<ObjectRef> list(const relations::Kind& kind, std::string_view namespace_) const override;

private:
    std::vector<Subject> m_subjects;
};

/// Collects findings with the positions of what they are about.
class Findings {
public:
    void add(const Subject& subject, std::size_t offset, Severity severity, std::string_view id, std::string message);
    /// At the key or item where a path of the object ends, or at the nearest above it that is there.
    void addAt(const Subject& subject, std::string_view path, Severity severity, std::string_view id,
               std::string message);
    std::vector<Finding> take() { return std::move(m_findings); }

private:
    std::vector<Finding> m_findings;
};

using Rule = void (*)(const Scene& scene, const Subject& subject, Findings& findings);

void checkFields(const Scene& scene, const Subject& subject, Findings& findings);
void checkNames(const Scene& scene, const Subject& subject, Findings& findings);
void checkApiVersions(const Scene& scene, const Subject& subject, Findings& findings);
void checkSelectors(const Scene& scene, const Subject& subject, Findings& findings);
void checkTargetPorts(const Scene& scene, const Subject& subject, Findings& findings);
void checkImages(const Scene& scene, const Subject& subject, Findings& findings);
void checkReferences(const Scene& scene, const Subject& subject, Findings& findings);

/// In the order in which they are asked.
std::span<const Rule> allRules();

}  // namespace armillary::manifest::checks
