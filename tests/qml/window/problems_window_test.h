#pragma once

#include "problem_list.h"
#include "window_fixture.h"

namespace armillary::app {

/// The list of problems and the text, and what is offered there: by mouse, and again by keyboard alone.
class ProblemsWindowTest : public WindowFixture {
    Q_OBJECT

private slots:
    void cleanup();
    void fixesByMouse();
    void fixesByKeyboard();
    void fixesAll();
    void fixesInTheText();
    void tellsWhy();
    void looksRight();

private:
    void openDesk(const QString& yaml);
    ProblemList* problems() const { return m_window->findChild<ProblemList*>(); }
    int rowOf(const QString& rule) const;
    void focusRow(const QString& rule);
    QString text() const { return m_document->textOf({}); }

    std::unique_ptr<Cluster> m_cluster;
    std::unique_ptr<EditorDocument> m_document;
};

}  // namespace armillary::app
