#pragma once

#include <QTemporaryDir>
#include <QTest>

#include "map_view.h"
#include "sphere_view.h"
#include "tests/support/fake_programs.h"
#include "window_fixture.h"

namespace armillary::app {

/// A walk through every page of the window on simulated machines, with a picture of each in both themes:
/// ARMILLARY_TOUR/NAME-dark.png and NAME-light.png.
class Tour : public WindowFixture {
    Q_OBJECT

private slots:
    void initTestCase();
    void welcome();
    void topology();
    void explorer();
    void details();
    void actions();
    void dock();
    void editor();
    void gitops();
    void forwards();
    void palette();
    void production();
    void settings();

private:
    /// The window as it is now, once nothing moves any more, in both themes.
    void picture(const char* name);
    void openSample();
    void browse(const QString& kind, const QString& filter);
    void openDetails(const QString& resource, const QString& key);
    void type(const QString& text);
    QImage still();

    QTemporaryDir m_folder;
    std::shared_ptr<test::FakePrograms> m_programs;
};

}  // namespace armillary::app
