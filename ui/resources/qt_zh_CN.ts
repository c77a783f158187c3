<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- What Qt's own Chinese translation leaves in English, or says oddly. -->
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
  <name>QFileDialog</name>
  <message>
    <source>&amp;Look in:</source>
    <translation>查找范围(&amp;L)：</translation>
  </message>
  <message>
    <source>Files of &amp;type:</source>
    <translation>文件类型(&amp;T)：</translation>
  </message>
</context>
<context>
  <name>QAbstractFileIconProvider</name>
  <message>
    <source>Folder</source>
    <translation>文件夹</translation>
  </message>
</context>
<context>
  <name>QFileSystemModel</name>
  <message>
    <source>Size</source>
    <translation>大小</translation>
  </message>
</context>
</TS>
