#pragma once

#include <QTest>

#include "map_view.h"
#include "window_fixture.h"

namespace armillary::app {

/// What somebody does who has just installed it, on real containers: from the welcome to a deployment that runs, is
/// looked into, scaled, broken, explained and mended; and out again. ARMILLARY_JOURNEY names the data directory.
class JourneyTest : public WindowFixture {
    Q_OBJECT

private slots:
    void journey();

private:
    void welcomes();
    void deploys();
    void followsLogs();
    void entersAPod();
    void movesFiles();
    void entersTheNode();
    void forwardsThePort();
    void scalesByDragging();
    void breaksTheImage();
    void isToldWhy();
    void undoes();
    void stopsTheCluster();

    /// The explorer on a kind, filtered to so many rows, with the focus on the first.
    void browse(const QString& kind, const QString& filter, int rows);
    void type(const QString& text);
    QString text(const QString& objectName) const;
    /// What the terminal shows.
    QString shown() const;
    /// A transfer's line begins so.
    bool says(const QString& begin) const;
    /// A picture of the window, where ARMILLARY_JOURNEY_PICTURES names a folder.
    void picture(const char* name);
};

}  // namespace armillary::app
