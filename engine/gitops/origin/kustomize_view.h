#pragma once

#include <memory>

#include "engine/gitops/origin/kustomize_spots.h"
#include "engine/gitops/render/rendered.h"

/// For the sources of this folder.
namespace armillary::gitops {

/// What a kustomization is asked for beside the user's own, so that it says where its objects are from.
inline constexpr const char* kOriginOverlay = R"({"buildMetadata":["originAnnotations","transformerAnnotations"]})";

class KustomizeView final : public View {
public:
    /// Of what was rendered with kOriginOverlay above the folder.
    static Expected<std::shared_ptr<const KustomizeView>> make(const Rendered& rendered, const TreeRef& tree,
                                                               const std::string& folder);

    std::vector<Origin> originsOf(std::size_t document, const manifest::Path& path) const override;
    Expected<Rewrite> rewrite(std::size_t document, const manifest::Edit& edit, const SourceText& now) const override;

private:
    KustomizeView(std::string text, TreeRef tree) : View(std::move(text)), m_files(std::move(tree)) {}
    void readSources();
    void findBase(KustomizedObject& object);
    std::optional<KustomizedField> fieldAt(std::size_t document, const manifest::Path& path) const;
    std::vector<Spot> spotsOf(const KustomizedField& field) const;
    bool isOwn(const KustomizedObject& object) const;
    Expected<Rewrite> atSpot(const Spot& spot, const manifest::Edit& edit, const std::string& value,
                             const SourceText& now) const;
    Expected<Rewrite> inManifest(const KustomizedField& field, const manifest::Edit& edit) const;
    Expected<Rewrite> inPatch(std::size_t document, const manifest::Edit& edit, const SourceText& now) const;
    Expected<Rewrite> inGenerator(const KustomizedField& field, const std::string& value, const SourceText& now) const;

    SourceFiles m_files;
    std::string m_folder, m_kustomization;
    manifest::File m_rendered;
    std::vector<KustomizedObject> m_objects;
};

/// A path by keys and positions as one whose items are found by their keys where the kind's lists have some, so that
/// it leads to the same thing in another state of the object.
manifest::Path portable(const manifest::Node& object, const KustomizedObject& of, const manifest::Path& path);

/// The edits of a strategic merge patch, a document of `file`, by which an object gets what `edit` gives it. `after` is
/// the object's node as it is to be.
Expected<std::vector<manifest::Edit>> patchEdits(manifest::File file, std::size_t document,
                                                 const KustomizedObject& object, const manifest::Edit& edit,
                                                 const manifest::Path& path, const manifest::Node& after);

}  // namespace armillary::gitops
