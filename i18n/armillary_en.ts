<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>ApplyReview</name>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>And %n more.</numerusform>
            <numerusform>And %n more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ApplyTexts</name>
    <message numerus="yes">
        <source>%n fields are somebody else&apos;s.</source>
        <translation>
            <numerusform>%n field is somebody else&apos;s.</numerusform>
            <numerusform>%n fields are somebody else&apos;s.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message numerus="yes">
        <source>%n rules</source>
        <translation>
            <numerusform>%n rule</numerusform>
            <numerusform>%n rules</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CanvasDrop</name>
    <message numerus="yes">
        <source>%n files are opened beside what is edited.</source>
        <translation>
            <numerusform>%n file is opened beside what is edited.</numerusform>
            <numerusform>%n files are opened beside what is edited.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects join what is edited.</source>
        <translation>
            <numerusform>%n object joins what is edited.</numerusform>
            <numerusform>%n objects join what is edited.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CanvasTable</name>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n object</numerusform>
            <numerusform>%n objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connections</source>
        <translation>
            <numerusform>%n connection</numerusform>
            <numerusform>%n connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChangeRow</name>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n object</numerusform>
            <numerusform>%n objects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ContainerCard</name>
    <message numerus="yes">
        <source>%n restarts</source>
        <translation>
            <numerusform>%n restart</numerusform>
            <numerusform>%n restarts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DiffView</name>
    <message numerus="yes">
        <source>%n lines added, %1 removed</source>
        <translation>
            <numerusform>%n line added, %1 removed</numerusform>
            <numerusform>%n lines added, %1 removed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DrainView</name>
    <message numerus="yes">
        <source>%n pods of %1 are to be evicted</source>
        <translation>
            <numerusform>%n pod of %1 is to be evicted</numerusform>
            <numerusform>%n pods of %1 are to be evicted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pods are in the way: allow them above, or see to them first.</source>
        <translation>
            <numerusform>%n pod is in the way: allow it above, or see to it first.</numerusform>
            <numerusform>%n pods are in the way: allow them above, or see to them first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EditorCanvas</name>
    <message numerus="yes">
        <source>Canvas of %n objects. Tab goes from card to card, arrows along the lines, C connects, E goes through the lines, Enter opens the form. The table has the same in rows.</source>
        <translation>
            <numerusform>Canvas of %n object. Tab goes from card to card, arrows along the lines, C connects, E goes through the lines, Enter opens the form. The table has the same in rows.</numerusform>
            <numerusform>Canvas of %n objects. Tab goes from card to card, arrows along the lines, C connects, E goes through the lines, Enter opens the form. The table has the same in rows.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EditorToolbar</name>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n object</numerusform>
            <numerusform>%n objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n errors</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EffectTexts</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n pod</numerusform>
            <numerusform>%n pods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n workloads</source>
        <translation>
            <numerusform>%n workload</numerusform>
            <numerusform>%n workloads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EventsPage</name>
    <message numerus="yes">
        <source>%n older ones are not shown.</source>
        <translation>
            <numerusform>%n older one is not shown.</numerusform>
            <numerusform>%n older ones are not shown.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilesPage</name>
    <message numerus="yes">
        <source>%1: %n entries</source>
        <translation>
            <numerusform>%1: %n entry</numerusform>
            <numerusform>%1: %n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ForwardRow</name>
    <message numerus="yes">
        <source>%n connections</source>
        <translation>
            <numerusform>%n connection</numerusform>
            <numerusform>%n connections</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GitopsPage</name>
    <message numerus="yes">
        <source>%n applications cannot be told.</source>
        <translation>
            <numerusform>%n application cannot be told.</numerusform>
            <numerusform>%n applications cannot be told.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things were left out or are not supported.</source>
        <translation>
            <numerusform>%n thing was left out or is not supported.</numerusform>
            <numerusform>%n things were left out or are not supported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogView</name>
    <message numerus="yes">
        <source>%1: %n lines</source>
        <translation>
            <numerusform>%1: %n line</numerusform>
            <numerusform>%1: %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>None of the %Ln lines does.</source>
        <translation>
            <numerusform>The %Ln line does not.</numerusform>
            <numerusform>None of the %Ln lines does.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln lines shown</source>
        <translation>
            <numerusform>%1 of %Ln line shown</numerusform>
            <numerusform>%1 of %Ln lines shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln errors</source>
        <translation>
            <numerusform>%Ln error</numerusform>
            <numerusform>%Ln errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines dropped</source>
        <translation>
            <numerusform>%Ln line dropped</numerusform>
            <numerusform>%Ln lines dropped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n pod</numerusform>
            <numerusform>%n pods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n containers followed</source>
        <translation>
            <numerusform>%n container followed</numerusform>
            <numerusform>%n containers followed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more are not: that would be too many at once</source>
        <translation>
            <numerusform>%n more is not: that would be too many at once</numerusform>
            <numerusform>%n more are not: that would be too many at once</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ObjectCarry</name>
    <message numerus="yes">
        <source>%n objects: %1</source>
        <translation>
            <numerusform>%n object: %1</numerusform>
            <numerusform>%n objects: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>%n key</numerusform>
            <numerusform>%n keys</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OwnedFields</name>
    <message numerus="yes">
        <source>%n fields are taken over from their owners.</source>
        <translation>
            <numerusform>%n field is taken over from its owner.</numerusform>
            <numerusform>%n fields are taken over from their owners.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fields are left to their owners and stay as they are.</source>
        <translation>
            <numerusform>%n field is left to its owner and stays as it is.</numerusform>
            <numerusform>%n fields are left to their owners and stay as they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fields are somebody else&apos;s.</source>
        <translation>
            <numerusform>%n field is somebody else&apos;s.</numerusform>
            <numerusform>%n fields are somebody else&apos;s.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProblemView</name>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems can be fixed at once</source>
        <translation>
            <numerusform>%n problem can be fixed at once</numerusform>
            <numerusform>%n problems can be fixed at once</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fixes…</source>
        <translation>
            <numerusform>%n fix…</numerusform>
            <numerusform>%n fixes…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message numerus="yes">
        <source>%n keys</source>
        <translation>
            <numerusform>%n key</numerusform>
            <numerusform>%n keys</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReplaceDialog</name>
    <message numerus="yes">
        <source>%n are there already</source>
        <translation>
            <numerusform>%n is there already</numerusform>
            <numerusform>%n are there already</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResourceTable</name>
    <message numerus="yes">
        <source>%1: %n rows</source>
        <translation>
            <numerusform>%1: %n row</numerusform>
            <numerusform>%1: %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message numerus="yes">
        <source>%n failures</source>
        <translation>
            <numerusform>%n failure</numerusform>
            <numerusform>%n failures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopologyPage</name>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n pod</numerusform>
            <numerusform>%n pods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nodes</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more cards not shown</source>
        <translation>
            <numerusform>%n more card not shown</numerusform>
            <numerusform>%n more cards not shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WorkloadsPage</name>
    <message numerus="yes">
        <source>Workloads: %n rows</source>
        <translation>
            <numerusform>Workloads: %n row</numerusform>
            <numerusform>Workloads: %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::Applying</name>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n object</numerusform>
            <numerusform>%n objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects would be refused. Nothing is applied before that is put right.</source>
        <translation>
            <numerusform>%n object would be refused. Nothing is applied before that is put right.</numerusform>
            <numerusform>%n objects would be refused. Nothing is applied before that is put right.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Apply %n objects</source>
        <translation>
            <numerusform>Apply %n object</numerusform>
            <numerusform>Apply %n objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects applied</source>
        <translation>
            <numerusform>%n object applied</numerusform>
            <numerusform>%n objects applied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n workloads are ready</source>
        <translation>
            <numerusform>%n workload is ready</numerusform>
            <numerusform>%n workloads are ready</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::BranchCommit</name>
    <message numerus="yes">
        <source>Edit %n objects</source>
        <translation>
            <numerusform>Edit %n object</numerusform>
            <numerusform>Edit %n objects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::CanvasModel</name>
    <message numerus="yes">
        <source>Duplicate %n objects</source>
        <translation>
            <numerusform>Duplicate %n object</numerusform>
            <numerusform>Duplicate %n objects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::CanvasView</name>
    <message numerus="yes">
        <source>%n pods in the cluster</source>
        <translation>
            <numerusform>%n pod in the cluster</numerusform>
            <numerusform>%n pods in the cluster</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n pods ready</source>
        <translation>
            <numerusform>%1 of %n pod ready</numerusform>
            <numerusform>%1 of %n pods ready</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::ChangeList</name>
    <message numerus="yes">
        <source>%n applications do not change</source>
        <translation>
            <numerusform>%n application does not change</numerusform>
            <numerusform>%n applications do not change</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::Download</name>
    <message numerus="yes">
        <source>%n left out: links that lead elsewhere, devices, or names that may not be</source>
        <translation>
            <numerusform>%n left out: links that lead elsewhere, devices, or names that may not be</numerusform>
            <numerusform>%n left out: links that lead elsewhere, devices, or names that may not be</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::Drain</name>
    <message numerus="yes">
        <source>%n of its pods could not be evicted. Their lines say why; try again when it is settled.</source>
        <translation>
            <numerusform>%n of its pods could not be evicted. Its line says why; try again when it is settled.</numerusform>
            <numerusform>%n of its pods could not be evicted. Their lines say why; try again when it is settled.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Drained %1: %n pods have gone.</source>
        <translation>
            <numerusform>Drained %1: %n pod has gone.</numerusform>
            <numerusform>Drained %1: %n pods have gone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::EditorDocument</name>
    <message numerus="yes">
        <source>Remove %n objects</source>
        <translation>
            <numerusform>Remove %n object</numerusform>
            <numerusform>Remove %n objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n object</numerusform>
            <numerusform>%n objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %n objects can be taken at once.</source>
        <translation>
            <numerusform>At most %n object can be taken at once.</numerusform>
            <numerusform>At most %n objects can be taken at once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them are here already.</source>
        <translation>
            <numerusform>%n of them is here already.</numerusform>
            <numerusform>%n of them are here already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files are open as well now.</source>
        <translation>
            <numerusform>%n file is open as well now.</numerusform>
            <numerusform>%n files are open as well now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::FormModel</name>
    <message numerus="yes">
        <source>%n items</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::GitopsPreview</name>
    <message numerus="yes">
        <source>%1 of %n applications change</source>
        <translation>
            <numerusform>%1 of %n application changes</numerusform>
            <numerusform>%1 of %n applications change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects have to be deleted and made again.</source>
        <translation>
            <numerusform>%n object has to be deleted and made again.</numerusform>
            <numerusform>%n objects have to be deleted and made again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects have a version that is gone.</source>
        <translation>
            <numerusform>%n object has a version that is gone.</numerusform>
            <numerusform>%n objects have a version that is gone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pods of %n objects will not start.</source>
        <translation>
            <numerusform>Pods of %n object will not start.</numerusform>
            <numerusform>Pods of %n objects will not start.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ends all pods of %n workloads before new ones start.</source>
        <translation>
            <numerusform>Ends all pods of %n workload before new ones start.</numerusform>
            <numerusform>Ends all pods of %n workloads before new ones start.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Rolls %n workloads.</source>
        <translation>
            <numerusform>Rolls %n workload.</numerusform>
            <numerusform>Rolls %n workloads.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Takes a restart of pods for %n objects.</source>
        <translation>
            <numerusform>Takes a restart of pods for %n object.</numerusform>
            <numerusform>Takes a restart of pods for %n objects.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Scales %n workloads.</source>
        <translation>
            <numerusform>Scales %n workload.</numerusform>
            <numerusform>Scales %n workloads.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changes the traffic of %n objects.</source>
        <translation>
            <numerusform>Changes the traffic of %n object.</numerusform>
            <numerusform>Changes the traffic of %n objects.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changes rights in %n objects.</source>
        <translation>
            <numerusform>Changes rights in %n object.</numerusform>
            <numerusform>Changes rights in %n objects.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Removes %n objects.</source>
        <translation>
            <numerusform>Removes %n object.</numerusform>
            <numerusform>Removes %n objects.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Adds %n objects.</source>
        <translation>
            <numerusform>Adds %n object.</numerusform>
            <numerusform>Adds %n objects.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changes %n objects.</source>
        <translation>
            <numerusform>Changes %n object.</numerusform>
            <numerusform>Changes %n objects.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::LineDiff</name>
    <message numerus="yes">
        <source>%n unchanged lines</source>
        <translation>
            <numerusform>%n unchanged line</numerusform>
            <numerusform>%n unchanged lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::MapView</name>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n pod</numerusform>
            <numerusform>%n pods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>its %n pods</source>
        <translation>
            <numerusform>its %n pod</numerusform>
            <numerusform>its %n pods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n pods: %2</source>
        <translation>
            <numerusform>%1 of %n pod: %2</numerusform>
            <numerusform>%1 of %n pods: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::ProblemList</name>
    <message numerus="yes">
        <source>Fix %n problems</source>
        <translation>
            <numerusform>Fix %n problem</numerusform>
            <numerusform>Fix %n problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fixes could not be made there</source>
        <translation>
            <numerusform>%n fix could not be made there</numerusform>
            <numerusform>%n fixes could not be made there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::Scope</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::SphereView</name>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n pod</numerusform>
            <numerusform>%n pods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n pods, %2 % of its processors and %3 % of its memory requested</source>
        <translation>
            <numerusform>%1: %n pod, %2 % of its processors and %3 % of its memory requested</numerusform>
            <numerusform>%1: %n pods, %2 % of its processors and %3 % of its memory requested</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n machines on the far side</source>
        <translation>
            <numerusform>%n machine on the far side</numerusform>
            <numerusform>%n machines on the far side</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::TopologyModel</name>
    <message numerus="yes">
        <source>%n pods</source>
        <translation>
            <numerusform>%n pod</numerusform>
            <numerusform>%n pods</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>not ready, %n pods</source>
        <translation>
            <numerusform>not ready, %n pod</numerusform>
            <numerusform>not ready, %n pods</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::TransferList</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::Upload</name>
    <message numerus="yes">
        <source>%n became shorter while being sent</source>
        <translation>
            <numerusform>%n became shorter while being sent</numerusform>
            <numerusform>%n became shorter while being sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left out: devices, pipes or sockets</source>
        <translation>
            <numerusform>%n left out: devices, pipes or sockets</numerusform>
            <numerusform>%n left out: devices, pipes or sockets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>armillary::app::Usage</name>
    <message numerus="yes">
        <source>%n of them while this was watched</source>
        <translation>
            <numerusform>%n of them while this was watched</numerusform>
            <numerusform>%n of them while this was watched</numerusform>
        </translation>
    </message>
</context>
</TS>
