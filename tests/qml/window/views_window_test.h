#pragma once

#include <QTemporaryDir>

#include "rendered_view.h"
#include "window_fixture.h"

namespace armillary::app {

/// A folder with an overlay in the program's editor, looked at as what it comes to.
class ViewsWindowTest : public WindowFixture {
    Q_OBJECT

private slots:
    void changesAnOverlayInTheForm();

private:
    void write(const QString& name, const char* bytes) const;

    QTemporaryDir m_folder;
};

}  // namespace armillary::app
