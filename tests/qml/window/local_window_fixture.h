#pragma once

#include <QTemporaryDir>

#include "tests/support/fake_programs.h"
#include "window_fixture.h"

namespace armillary::app {

/// The window on a data directory of this machine, with programs that are scripted.
class LocalWindowFixture : public WindowFixture {
    Q_OBJECT

protected:
    /// With nothing in the directory unless `running`.
    void openLocal(bool running = false);
    void openSettings();
    QObject* theme() const;

    QTemporaryDir m_folder;
    std::shared_ptr<test::FakePrograms> m_programs;
};

}  // namespace armillary::app
