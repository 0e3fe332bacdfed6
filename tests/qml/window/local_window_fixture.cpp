#include "local_window_fixture.h"

#include <QTest>
#include <fstream>

#include "tests/qml/support/offline.h"

namespace armillary::app {

void LocalWindowFixture::openLocal(bool running) {
    m_programs = std::make_shared<test::FakePrograms>();
    std::ofstream((m_folder.path() + "/.armillary").toStdString()) << "ours";
    if (running) {
        m_programs->server = m_programs->agent = m_programs->joined = m_programs->node = true;
        m_programs->address = "https://127.0.0.1:6443";
    }
    const auto backstage = std::make_shared<Backstage>();
    m_local = std::make_unique<LocalCluster>(
        m_folder.path(), [programs = m_programs](const programs::DataDir&) { return programs; }, backstage);
    m_clusters = std::make_unique<ClusterList>(
        KnownCluster{.name = QStringLiteral("armillary"), .detail = m_folder.path(), .connect = sharedStill()},
        QStringList(), backstage);
    m_clusters->add({.name = QStringLiteral("simulated"), .detail = QStringLiteral("x"), .connect = sharedStill()});
    load();
    if (running) QTRY_VERIFY_WITH_TIMEOUT(view() && topology()->podCount() == kPods, kPatience);
}

void LocalWindowFixture::openSettings() {
    press(Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("settingsScroll")), kPatience);
}

QObject* LocalWindowFixture::theme() const {
    return m_engine->singletonInstance<QObject*>("Armillary.Components", "Theme");
}

}  // namespace armillary::app
