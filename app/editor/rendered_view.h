#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QVariantList>
#include <QtQmlIntegration>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "editor_document.h"
#include "engine/gitops/origin/view.h"

namespace armillary::app {

/// What renders: shared by what is under way backstage.
struct ViewWorkshop {
    std::unique_ptr<gitops::Runner> runner;
    gitops::Renderer renderer;
    /// By the programs of this machine.
    static std::shared_ptr<const ViewWorkshop> ofMachine();
};

/// Looks at a document's kustomizations and charts as what they come to. What is shown is a document of its own, whose
/// edits become edits of the files that its fields are from; it is rendered backstage, again after each change, what is
/// not saved included. What cannot be rendered leaves what was there last.
class RenderedView : public QObject, public ViewSource {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(armillary::app::EditorDocument* document READ files WRITE setFiles NOTIFY filesChanged REQUIRED)
    /// The document that is to be seen: the files themselves, or the view.
    Q_PROPERTY(armillary::app::EditorDocument* shown READ shown NOTIFY shownChanged)
    /// What can be looked at: {text, kind}; none where the folder has neither.
    Q_PROPERTY(QVariantList choices READ choices NOTIFY choicesChanged)
    /// Among choices; -1: the files themselves.
    Q_PROPERTY(int current READ current WRITE setCurrent NOTIFY shownChanged)
    /// It is being rendered, or where its fields are from is being found out.
    Q_PROPERTY(bool loading READ isLoading NOTIFY stateChanged)
    /// Why it cannot be rendered; "" when it can. `problemFile`: the file that this names, to go to.
    Q_PROPERTY(QString problem READ problem NOTIFY stateChanged)
    Q_PROPERTY(QString problemFile READ problemFile NOTIFY stateChanged)
    /// Of the field that somebody looks at: {text, open}, `open` when goTo() can.
    Q_PROPERTY(QVariantList origins READ origins NOTIFY originsChanged)
    /// The field's name: "spec.replicas"; "" while no object is selected.
    Q_PROPERTY(QString field READ field NOTIFY originsChanged)

public:
    explicit RenderedView(QObject* parent = nullptr);
    ~RenderedView() override;

    EditorDocument* files() const override { return m_files; }
    void setFiles(EditorDocument* files);
    void setWorkshop(std::shared_ptr<const ViewWorkshop> workshop) { m_workshop = std::move(workshop); }
    EditorDocument* shown() const { return m_current < 0 ? m_files.data() : m_shown.get(); }
    QVariantList choices() const;
    int current() const { return m_current; }
    void setCurrent(int current);
    bool isLoading() const { return m_loading; }
    const QString& problem() const { return m_problem; }
    const QString& problemFile() const { return m_problemFile; }
    QVariantList origins() const;
    QString field() const;

    /// Shows the files, at the place of an origin.
    Q_INVOKABLE void goTo(int origin);
    Q_INVOKABLE void goToProblem();

    bool rewrite(const QString& title, std::span<const editor::ItemEdit> edits, const QString& merge) override;
    QString originOf(const editor::Item& item, const manifest::Path& path) const override;

signals:
    void filesChanged();
    void shownChanged();
    void choicesChanged();
    void stateChanged();
    void originsChanged();
    /// A place in the file that is shown, line and column from 1.
    void placeWanted(int line, int column);

private:
    struct Looked {
        gitops::Expected<gitops::ViewRef> view;
        std::optional<gitops::ViewRequest> request;
    };
    void findChoices();
    void look();
    void take(Looked looked);
    void trace(gitops::ViewRequest request, gitops::ViewRef view);
    void setProblem(const gitops::Problem& problem);
    std::map<std::string, std::string> editedFiles() const;
    std::filesystem::path pathOf(const std::string& file) const;
    const manifest::Workspace::Opened* openedAt(const std::string& file) const;
    std::vector<gitops::Origin> originsHere() const;
    QString words(const gitops::Origin& origin) const;
    void goTo(const std::string& file, std::size_t line);

    QPointer<EditorDocument> m_files;
    std::unique_ptr<EditorDocument> m_shown;
    std::shared_ptr<const ViewWorkshop> m_workshop;
    std::filesystem::path m_root;  ///< what paths of choices and origins begin at
    std::string m_folder;          ///< the folder that is open, from there
    std::vector<gitops::ViewChoice> m_choices;
    int m_current = -1;
    gitops::ViewRef m_view;
    QString m_problem, m_problemFile;
    QTimer m_lookSoon;
    std::stop_source m_stop;
    int m_generation = 0;
    bool m_loading = false;
};

}  // namespace armillary::app
