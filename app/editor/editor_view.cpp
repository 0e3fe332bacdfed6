// The document as a view: what other files come to.

#include <QDir>

#include "editor_document.h"

namespace armillary::app {

QString EditorDocument::folder() const {
    const QString path = m_url.isLocalFile() ? QDir::cleanPath(m_url.toLocalFile()) : QString();
    return !path.isEmpty() && QDir(path).exists() ? path : QString();
}

std::size_t EditorDocument::fileAt(const std::filesystem::path& path) {
    const auto files = m_project->workspace().files();
    for (std::size_t i = 0; i < files.size(); ++i)
        if (files[i].path == path) return i;
    const std::size_t file = m_project->open(path, {}, false);
    emit filesChanged();
    return file;
}

void EditorDocument::showView(const std::filesystem::path& path, std::string bytes) {
    const auto files = m_project->workspace().files();
    // What nothing was known of yet is laid out anew.
    if (files.empty() || files.front().path != path || files.front().text.empty()) {
        auto project = std::make_unique<editor::Project>(m_source->files()->project().homeNamespace());
        project->open(path, std::move(bytes));
        m_url = m_source->files()->m_url;
        return replace(std::move(project));
    }
    // What was selected stays, and so do the places of cards.
    m_project->markSaved(0, files.front().text);
    m_project->reread(0, std::move(bytes), {});
    projectChanged();
}

bool EditorDocument::refuseInView(const QString& title) {
    if (isView())
        emit refused(title, tr("This is what other files come to. Its fields are changed in the form; all else is "
                               "changed in the files."));
    return isView();
}

bool EditorDocument::editView(const QString& title, std::span<const editor::ItemEdit> edits, const QString& merge) {
    if (!m_source->rewrite(title, edits, merge)) return false;
    // At once what somebody asked for; what it comes to follows when it is rendered.
    if (const auto outcome = m_project->edit(title.toStdString(), edits)) {
        m_project->markSaved(0, m_project->workspace().files().front().text);
        projectChanged();
    }
    return true;
}

}  // namespace armillary::app
