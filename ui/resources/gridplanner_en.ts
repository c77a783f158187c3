<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="zh_CN">
<context>
  <name>gridplanner</name>
  <message>
    <source>新建项目…</source>
    <translation>New project…</translation>
  </message>
  <message>
    <source>打开项目…</source>
    <translation>Open project…</translation>
  </message>
  <message>
    <source>岚皋县城（7/35/253）</source>
    <translation>Langao town (7/35/253)</translation>
  </message>
  <message>
    <source>育新花园（小区）</source>
    <translation>Yuxin Garden (one estate)</translation>
  </message>
  <message>
    <source>另存副本…</source>
    <translation>Save a copy…</translation>
  </message>
  <message>
    <source>关闭项目</source>
    <translation>Close project</translation>
  </message>
  <message>
    <source>退出</source>
    <translation>Quit</translation>
  </message>
  <message>
    <source>导入…</source>
    <translation>Import…</translation>
  </message>
  <message>
    <source>把地图文件或表格读入项目</source>
    <translation>Read a map file or a sheet into the project</translation>
  </message>
  <message>
    <source>导出…</source>
    <translation>Export…</translation>
  </message>
  <message>
    <source>网页地图、Shapefile、Excel 等</source>
    <translation>Web map, shapefile, Excel and others</translation>
  </message>
  <message>
    <source>撤销</source>
    <translation>Undo</translation>
  </message>
  <message>
    <source>重做</source>
    <translation>Redo</translation>
  </message>
  <message>
    <source>合并</source>
    <translation>Merge</translation>
  </message>
  <message>
    <source>删除网格</source>
    <translation>Delete grid</translation>
  </message>
  <message>
    <source>删除选中的末级网格，其范围变为未划分</source>
    <translation>Delete the selected leaf grid; its ground becomes unassigned</translation>
  </message>
  <message>
    <source>移动边界</source>
    <translation>Move the border</translation>
  </message>
  <message>
    <source>移动</source>
    <translation>Move</translation>
  </message>
  <message>
    <source>楼栋或地块</source>
    <translation>Building or plot</translation>
  </message>
  <message>
    <source>从</source>
    <translation>From</translation>
  </message>
  <message>
    <source>到</source>
    <translation>To</translation>
  </message>
  <message>
    <source>偏差变化</source>
    <translation>Deviation</translation>
  </message>
  <message>
    <source>网格 {code} 与同一上级的邻格之间可以整块移动的楼栋和地块，最能均衡的在前。</source>
    <translation>Buildings and plots that can move as a whole between grid {code} and its neighbours under the same parent; what balances most comes first.</translation>
  </message>
  <message>
    <source>网格 {code} 的边界上没有可以整块移动的楼栋或地块。</source>
    <translation>Nothing at the border of grid {code} can move as a whole.</translation>
  </message>
  <message>
    <source>修改网格</source>
    <translation>Change grid</translation>
  </message>
  <message>
    <source>保存</source>
    <translation>Save</translation>
  </message>
  <message>
    <source>综合：住户为主</source>
    <translation>General: mostly households</translation>
  </message>
  <message>
    <source>专属：单位、学校、园区等</source>
    <translation>Dedicated: an institution, a school, a park</translation>
  </message>
  <message>
    <source>可调整</source>
    <translation>May change</translation>
  </message>
  <message>
    <source>所选网格</source>
    <translation>Selected grids</translation>
  </message>
  <message>
    <source>只进不出：可以划入，不能划出</source>
    <translation>No loss: may gain ground, not give any</translation>
  </message>
  <message>
    <source>锁定：范围不变</source>
    <translation>Frozen: keeps its ground</translation>
  </message>
  <message>
    <source>未定</source>
    <translation>Not set</translation>
  </message>
  <message>
    <source>编码</source>
    <translation>Code</translation>
  </message>
  <message>
    <source>名称</source>
    <translation>Name</translation>
  </message>
  <message>
    <source>边界调整</source>
    <translation>Border</translation>
  </message>
  <message>
    <source>网格员岗位</source>
    <translation>Worker posts</translation>
  </message>
  <message>
    <source>备注</source>
    <translation>Note</translation>
  </message>
  <message>
    <source>正在查看边界…</source>
    <translation>Looking at the border…</translation>
  </message>
  <message>
    <source>修改网格…</source>
    <translation>Change grid…</translation>
  </message>
  <message>
    <source>改编码、名称、类型、岗位、锁定和备注</source>
    <translation>Code, name, kind, posts, lock and note</translation>
  </message>
  <message>
    <source>移动边界楼栋…</source>
    <translation>Move buildings over the border…</translation>
  </message>
  <message>
    <source>列出可以整块划给邻格的楼栋和地块，及两边的工作量变化</source>
    <translation>Lists what can go to a neighbour as a whole, with the loads of both</translation>
  </message>
  <message>
    <source>更换网格员…</source>
    <translation>Replace worker…</translation>
  </message>
  <message>
    <source>选择</source>
    <translation>Select</translation>
  </message>
  <message>
    <source>平移</source>
    <translation>Pan</translation>
  </message>
  <message>
    <source>画网格</source>
    <translation>Draw grid</translation>
  </message>
  <message>
    <source>在未划分的范围内画一个新网格</source>
    <translation>Draw a new grid on unassigned ground</translation>
  </message>
  <message>
    <source>拆分</source>
    <translation>Split</translation>
  </message>
  <message>
    <source>画一条线，把一个网格分成两个</source>
    <translation>Draw a line that makes two grids of one</translation>
  </message>
  <message>
    <source>合并选中的末级网格；未选中时先逐个点选</source>
    <translation>Merge the selected leaf grids; with none selected, click them first</translation>
  </message>
  <message>
    <source>查看</source>
    <translation>Inspect</translation>
  </message>
  <message>
    <source>点击查看所在网格、单元、楼栋和住户</source>
    <translation>Click a place to see its grids, unit, building and households</translation>
  </message>
  <message>
    <source>改边线</source>
    <translation>Reshape</translation>
  </message>
  <message>
    <source>画出边线的新走向</source>
    <translation>Draw the new course of a border</translation>
  </message>
  <message>
    <source>改顶点</source>
    <translation>Vertices</translation>
  </message>
  <message>
    <source>拖动、添加、删除边线上的顶点，相邻网格一起变</source>
    <translation>Drag, add and remove vertices of borders, for all their owners</translation>
  </message>
  <message>
    <source>涂抹</source>
    <translation>Paint</translation>
  </message>
  <message>
    <source>用笔刷把基本单元划入目标网格</source>
    <translation>Give units to the target grid with a brush</translation>
  </message>
  <message>
    <source>推边界</source>
    <translation>Push border</translation>
  </message>
  <message>
    <source>拖过边线，把邻格的单元推过来</source>
    <translation>Drag over a border to take units from the neighbour</translation>
  </message>
  <message>
    <source>填空地</source>
    <translation>Fill</translation>
  </message>
  <message>
    <source>把未划入的空地划入相邻网格</source>
    <translation>Give unassigned ground to a neighbouring grid</translation>
  </message>
  <message>
    <source>捕捉</source>
    <translation>Snapping</translation>
  </message>
  <message>
    <source>光标吸附到顶点、边线、交点；按住 Alt 暂停</source>
    <translation>The pointer is drawn to vertices, edges and crossings; hold Alt to suspend</translation>
  </message>
  <message>
    <source>沿边追踪</source>
    <translation>Trace edges</translation>
  </message>
  <message>
    <source>画线时沿已有边线走；Ctrl 走较长的一侧</source>
    <translation>Lines follow existing edges; Ctrl goes the longer way</translation>
  </message>
  <message>
    <source>可跨上级</source>
    <translation>Cross parents</translation>
  </message>
  <message>
    <source>允许把地块划到另一个上级网格</source>
    <translation>Let ground go to a grid of another parent</translation>
  </message>
  <message>
    <source>笔刷缩小</source>
    <translation>Smaller brush</translation>
  </message>
  <message>
    <source>笔刷放大</source>
    <translation>Larger brush</translation>
  </message>
  <message>
    <source>只取未划入</source>
    <translation>Unassigned only</translation>
  </message>
  <message>
    <source>涂抹时只取未划入的地块</source>
    <translation>Paint takes unassigned ground only</translation>
  </message>
  <message>
    <source>锁定</source>
    <translation>Lock</translation>
  </message>
  <message>
    <source>所选网格依次：不锁定、只进不出、冻结</source>
    <translation>Selected grids in turn: open, no loss, frozen</translation>
  </message>
  <message>
    <source>全部冻结或解锁</source>
    <translation>Freeze or open all</translation>
  </message>
  <message>
    <source>锁定光标下的单元</source>
    <translation>Lock the unit under the pointer</translation>
  </message>
  <message>
    <source>下一个网格</source>
    <translation>Next grid</translation>
  </message>
  <message>
    <source>上一个网格</source>
    <translation>Previous grid</translation>
  </message>
  <message>
    <source>缩放到网格</source>
    <translation>Zoom to grid</translation>
  </message>
  <message>
    <source>光标下的网格，没有则为所选网格</source>
    <translation>The grid under the pointer, else the selected ones</translation>
  </message>
  <message>
    <source>显示改动</source>
    <translation>Show changes</translation>
  </message>
  <message>
    <source>按打开项目以来的改动着色，并统计改换网格的户数</source>
    <translation>Colour by what changed since the project was opened, and count the households moved</translation>
  </message>
  <message>
    <source>品红边线</source>
    <translation>Magenta borders</translation>
  </message>
  <message>
    <source>按制图规定用品红色画网格边线</source>
    <translation>Draw the grids' borders in magenta, as the drawing rule asks</translation>
  </message>
  <message>
    <source>按改动着色</source>
    <translation>Colour by what changed</translation>
  </message>
  <message>
    <source>不锁定</source>
    <translation>open</translation>
  </message>
  <message>
    <source>只进不出</source>
    <translation>no loss</translation>
  </message>
  <message>
    <source>冻结</source>
    <translation>frozen</translation>
  </message>
  <message>
    <source>{count} 个网格：{lock}。</source>
    <translation>{count} grids: {lock}.</translation>
  </message>
  <message>
    <source>全部 {count} 个末级网格：{lock}。</source>
    <translation>All {count} leaf grids: {lock}.</translation>
  </message>
  <message>
    <source>光标下没有基本单元。</source>
    <translation>No unit is under the pointer.</translation>
  </message>
  <message>
    <source>基本单元 {unit} 已解锁。</source>
    <translation>Unit {unit} is open again.</translation>
  </message>
  <message>
    <source>基本单元 {unit} 已锁定。</source>
    <translation>Unit {unit} is locked.</translation>
  </message>
  <message>
    <source>打开项目以来改动了 {grids} 个末级网格，{households} 户改换网格。</source>
    <translation>{grids} leaf grids changed since the project was opened; {households} households changed grid.</translation>
  </message>
  <message>
    <source>量测</source>
    <translation>Measure</translation>
  </message>
  <message>
    <source>划分网格…</source>
    <translation>Plan grids…</translation>
  </message>
  <message>
    <source>按工作量一次划出各级网格</source>
    <translation>Draw all levels at once, balanced by workload</translation>
  </message>
  <message>
    <source>检查</source>
    <translation>Check</translation>
  </message>
  <message>
    <source>按规则检查整个方案</source>
    <translation>Check the whole plan against the rules</translation>
  </message>
  <message>
    <source>再均衡…</source>
    <translation>Rebalance…</translation>
  </message>
  <message>
    <source>从现有网格出发，少移动户，恢复均衡</source>
    <translation>From the grids in force, moving few households</translation>
  </message>
  <message>
    <source>再均衡</source>
    <translation>Rebalance</translation>
  </message>
  <message>
    <source>开始试算</source>
    <translation>Work it out</translation>
  </message>
  <message>
    <source>从现有网格出发，尽量少移动户。先试算多个偏差上限，再从“户数—偏差”曲线上挑选；编码、人员和岗位不变。</source>
    <translation>Starts from the grids in force and moves few households. Several limits are tried; you choose from the curve of households against deviation. Codes, people and posts stay.</translation>
  </message>
  <message>
    <source>户只在所选层级的网格之内移动</source>
    <translation>Households move only inside grids of this level</translation>
  </message>
  <message>
    <source>不跨越</source>
    <translation>Do not cross</translation>
  </message>
  <message>
    <source>不试算</source>
    <translation>not tried</translation>
  </message>
  <message>
    <source> 个</source>
    <translation> new</translation>
  </message>
  <message>
    <source>在工作量最大处新开网格，与不新开的办法并列比较</source>
    <translation>New grids where load is most, priced beside the way without them</translation>
  </message>
  <message>
    <source>另试算新开网格</source>
    <translation>Also try new grids</translation>
  </message>
  <message>
    <source>所选的 {count} 个网格保持不变</source>
    <translation>Selected grids stay as they are: {count}</translation>
  </message>
  <message>
    <source>所选的网格保持不变（尚未选择）</source>
    <translation>Selected grids stay as they are (none selected)</translation>
  </message>
  <message>
    <source>锁定</source>
    <translation>Locks</translation>
  </message>
  <message>
    <source>已锁定的 {count} 个网格照锁定处理。</source>
    <translation>{count} locked grid(s) are kept as locked.</translation>
  </message>
  <message>
    <source>重新试算</source>
    <translation>Try again</translation>
  </message>
  <message>
    <source>不限，可跨各级边界</source>
    <translation>Nothing: any border may be crossed</translation>
  </message>
  <message>
    <source>{level}的边界</source>
    <translation>Borders of {level}</translation>
  </message>
  <message>
    <source>新开 {opened} 个网格，移动 {households} 户，最大偏差 {deviation}</source>
    <translation>{opened} new grid(s), {households} households move, max deviation {deviation}</translation>
  </message>
  <message>
    <source>移动 {households} 户，最大偏差 {deviation}</source>
    <translation>{households} households move, max deviation {deviation}</translation>
  </message>
  <message>
    <source>现状 {value}</source>
    <translation>Today {value}</translation>
  </message>
  <message>
    <source>移动户数</source>
    <translation>Households moved</translation>
  </message>
  <message>
    <source>人口变了、网格不均了：从现有网格出发，少移动户，再均衡。</source>
    <translation>Have people moved in or out? Restore the balance from the grids in force, moving few households.</translation>
  </message>
  <message>
    <source>重新试算…</source>
    <translation>Try again…</translation>
  </message>
  <message>
    <source>全选</source>
    <translation>All</translation>
  </message>
  <message>
    <source>全不选</source>
    <translation>None</translation>
  </message>
  <message>
    <source>新网格</source>
    <translation>new grid</translation>
  </message>
  <message>
    <source>{count} 个基本单元</source>
    <translation>{count} unit(s)</translation>
  </message>
  <message>
    <source>须先做第 {numbers} 处</source>
    <translation>Needs moves {numbers}</translation>
  </message>
  <message>
    <source>现有网格已在偏差上限之内，不必移动。</source>
    <translation>The grids are within the limit; nothing needs to move.</translation>
  </message>
  <message>
    <source>先在地图或网格树里选中网格，这里只列它们的问题。</source>
    <translation>Select grids on the map or in the tree: only their findings are listed here.</translation>
  </message>
  <message>
    <source>新开 {count} 个网格，</source>
    <translation>{count} new grid(s); </translation>
  </message>
  <message>
    <source>移动 {households} 户（{made}/{count} 处）：最大偏差 {before} → {after}，平均 {mean}。</source>
    <translation>{households} households move ({made} of {count} moves): max deviation {before} → {after}, mean {mean}.</translation>
  </message>
  <message>
    <source>再均衡已采用，人员和岗位不变。下一步：检查（F7）。</source>
    <translation>Rebalanced; people and posts stay. Next: check (F7).</translation>
  </message>
  <message>
    <source>移动 {households} 户，涉及 {grids} 个网格；编码、人员和岗位不变。</source>
    <translation>{households} households move, {grids} grids change; codes, people and posts stay.</translation>
  </message>
  <message>
    <source>最大偏差</source>
    <translation>Max deviation</translation>
  </message>
  <message>
    <source>{households} 户　调出 {giving}　调入 {taking}</source>
    <translation>{households} hh · gives {giving} · takes {taking}</translation>
  </message>
  <message>
    <source>定位户</source>
    <translation>Locate households</translation>
  </message>
  <message>
    <source>统计各户落在哪个网格</source>
    <translation>Count which grid each household lies in</translation>
  </message>
  <message>
    <source>安排网格员</source>
    <translation>Assign workers</translation>
  </message>
  <message>
    <source>把全部网格员分到末级网格</source>
    <translation>Assign all workers to leaf grids</translation>
  </message>
  <message>
    <source>安排楼门长</source>
    <translation>Assign captains</translation>
  </message>
  <message>
    <source>给每个有人住的楼门安排楼门长</source>
    <translation>Find a captain for every inhabited door</translation>
  </message>
  <message>
    <source>采用方案</source>
    <translation>Accept plan</translation>
  </message>
  <message>
    <source>放弃方案</source>
    <translation>Drop plan</translation>
  </message>
  <message>
    <source>取消正在运行的任务</source>
    <translation>Cancel the running job</translation>
  </message>
  <message>
    <source>下一个问题</source>
    <translation>Next finding</translation>
  </message>
  <message>
    <source>上一个问题</source>
    <translation>Previous finding</translation>
  </message>
  <message>
    <source>按上级着色</source>
    <translation>Colour by parent</translation>
  </message>
  <message>
    <source>按偏差着色</source>
    <translation>Colour by deviation</translation>
  </message>
  <message>
    <source>按类型着色</source>
    <translation>Colour by kind</translation>
  </message>
  <message>
    <source>底图</source>
    <translation>Basemap</translation>
  </message>
  <message>
    <source>底图…</source>
    <translation>Basemap…</translation>
  </message>
  <message>
    <source>移除底图</source>
    <translation>Remove the basemap</translation>
  </message>
  <message>
    <source>底图（{patterns}）</source>
    <translation>Basemaps ({patterns})</translation>
  </message>
  <message>
    <source>把影像或瓦片（MBTiles、GeoTIFF、带坐标文件的图片）铺在地图下面</source>
    <translation>Lays an image or tiles (MBTiles, GeoTIFF, a picture with a world file) under the map</translation>
  </message>
  <message>
    <source>上一级</source>
    <translation>Level up</translation>
  </message>
  <message>
    <source>显示上一级网格</source>
    <translation>Show the grids one level up</translation>
  </message>
  <message>
    <source>下一级</source>
    <translation>Level down</translation>
  </message>
  <message>
    <source>显示下一级网格</source>
    <translation>Show the grids one level down</translation>
  </message>
  <message>
    <source>到网格树</source>
    <translation>Go to the grid tree</translation>
  </message>
  <message>
    <source>到问题表</source>
    <translation>Go to the findings</translation>
  </message>
  <message>
    <source>到工作量表</source>
    <translation>Go to the workload</translation>
  </message>
  <message>
    <source>请把小区党支部登记在小区或服务点资料里，再重新检查。</source>
    <translation>Enter the party branch with the compound or as a place, then check again.</translation>
  </message>
  <message>
    <source>到人员表</source>
    <translation>Go to the people</translation>
  </message>
  <message>
    <source>到历史</source>
    <translation>Go to the history</translation>
  </message>
  <message>
    <source>到地图</source>
    <translation>Go to the map</translation>
  </message>
  <message>
    <source>转到</source>
    <translation>Go to</translation>
  </message>
  <message>
    <source>放大</source>
    <translation>Zoom in</translation>
  </message>
  <message>
    <source>缩小</source>
    <translation>Zoom out</translation>
  </message>
  <message>
    <source>全图</source>
    <translation>Whole town</translation>
  </message>
  <message>
    <source>显示整个边界</source>
    <translation>Show the whole boundary</translation>
  </message>
  <message>
    <source>缩放到所选</source>
    <translation>Zoom to selection</translation>
  </message>
  <message>
    <source>查找</source>
    <translation>Find</translation>
  </message>
  <message>
    <source>按编码、名称、楼栋、地址、姓名查找</source>
    <translation>Find by code, name, building, address or person</translation>
  </message>
  <message>
    <source>命令…</source>
    <translation>Commands…</translation>
  </message>
  <message>
    <source>快捷键</source>
    <translation>Keys</translation>
  </message>
  <message>
    <source>深色</source>
    <translation>Dark</translation>
  </message>
  <message>
    <source>恢复默认布局</source>
    <translation>Restore layout</translation>
  </message>
  <message>
    <source>打开日志文件夹</source>
    <translation>Open log folder</translation>
  </message>
  <message>
    <source>关于</source>
    <translation>About</translation>
  </message>
  <message>
    <source>文件(&amp;F)</source>
    <translation>&amp;File</translation>
  </message>
  <message>
    <source>编辑(&amp;E)</source>
    <translation>&amp;Edit</translation>
  </message>
  <message>
    <source>工具(&amp;T)</source>
    <translation>&amp;Tools</translation>
  </message>
  <message>
    <source>划分(&amp;P)</source>
    <translation>&amp;Plan</translation>
  </message>
  <message>
    <source>视图(&amp;V)</source>
    <translation>&amp;View</translation>
  </message>
  <message>
    <source>帮助(&amp;H)</source>
    <translation>&amp;Help</translation>
  </message>
  <message>
    <source>打开项目</source>
    <translation>Open project</translation>
  </message>
  <message>
    <source>另存副本</source>
    <translation>Save a copy</translation>
  </message>
  <message>
    <source>已另存为 {file}。</source>
    <translation>Saved as {file}.</translation>
  </message>
  <message>
    <source>这类问题请在地图上用拆分、合并或画网格处理；位置已在地图上标出。</source>
    <translation>Mend this on the map by splitting, merging or drawing; the place is shown there.</translation>
  </message>
  <message>
    <source>导入文件</source>
    <translation>Import a file</translation>
  </message>
  <message>
    <source>已导出 {file}。</source>
    <translation>Exported {file}.</translation>
  </message>
  <message>
    <source>打开文件夹</source>
    <translation>Open folder</translation>
  </message>
  <message>
    <source>方案已采用。下一步：安排网格员（F8）、楼门长（F9），再检查（F7）。</source>
    <translation>Plan accepted. Next: assign workers (F8) and captains (F9), then check (F7).</translation>
  </message>
  <message>
    <source>{assigned} 户在网格内，{outside} 户在网格外，{unmatched} 户没有位置；共 {persons} 人。</source>
    <translation>{assigned} households in grids, {outside} outside, {unmatched} without a place; {persons} persons in all.</translation>
  </message>
  <message>
    <source>已安排网格员 {placed} 人，{kept} 人留在原网格；每人工作量 {least}–{most} 人份，{without} 个网格无人。</source>
    <translation>{placed} workers assigned, {kept} stay where they were; load per worker {least}–{most}; {without} grids without a worker.</translation>
  </message>
  <message>
    <source>{doors} 个楼门已安排楼门长 {captains} 人（{prefer}），{vacant} 个楼门空缺。</source>
    <translation>{captains} captains for {doors} doors ({prefer}); {vacant} doors vacant.</translation>
  </message>
  <message>
    <source>{count} 个网格已合并为 {code}。</source>
    <translation>{count} grids merged into {code}.</translation>
  </message>
  <message>
    <source>网格 {code} 已删除，其范围变为未划分。</source>
    <translation>Grid {code} deleted; its ground is unassigned.</translation>
  </message>
  <message>
    <source>已导入 {count} 行。</source>
    <translation>{count} rows imported.</translation>
  </message>
  <message>
    <source>关闭</source>
    <translation>Close</translation>
  </message>
  <message>
    <source>面积变化（m²）</source>
    <translation>Ground (m²)</translation>
  </message>
  <message>
    <source>社区网格规划</source>
    <translation>Community grid planner</translation>
  </message>
  <message>
    <source>gridplanner {version}
自由软件，许可证 GPL-3.0-or-later。
全部数据只在本机，不联网、不需要账号。
PyQt {pyqt} · Qt {qt}</source>
    <translation>gridplanner {version}
Free software under GPL-3.0-or-later.
All data stay on this computer: no network, no account.
PyQt {pyqt} · Qt {qt}</translation>
  </message>
  <message>
    <source>取消</source>
    <translation>Cancel</translation>
  </message>
  <message>
    <source>……共 {count} 条。</source>
    <translation>… {count} in all.</translation>
  </message>
  <message>
    <source>命令</source>
    <translation>Command</translation>
  </message>
  <message>
    <source>执行</source>
    <translation>Run</translation>
  </message>
  <message>
    <source>确定</source>
    <translation>OK</translation>
  </message>
  <message>
    <source>更换网格员</source>
    <translation>Replace worker</translation>
  </message>
  <message>
    <source>未任职</source>
    <translation>no post</translation>
  </message>
  <message>
    <source>导入后试算修复边线和编码，先看报告再采用</source>
    <translation>Then try to repair borders and codes; the report comes first</translation>
  </message>
  <message>
    <source>项目里还没有人员，请先导入名册。</source>
    <translation>The project has no persons yet; import a register first.</translation>
  </message>
  <message>
    <source>空缺</source>
    <translation>vacant</translation>
  </message>
  <message>
    <source>会议用：统计数，姓名电话打码</source>
    <translation>Meeting: names and phones masked</translation>
  </message>
  <message>
    <source>公开：在岗人员姓名，小于 5 的数不写</source>
    <translation>Public: names of staff on duty, no counts under 5</translation>
  </message>
  <message>
    <source>内部：含姓名、电话、住户</source>
    <translation>Internal: with names, phones, households</translation>
  </message>
  <message>
    <source>我确认：文件含个人信息，本次导出记入项目日志</source>
    <translation>I confirm: it holds personal data; the journal notes this export</translation>
  </message>
  <message>
    <source>附单元门、人员、任职表（打码）</source>
    <translation>Add tables of doors, people and duties (masked)</translation>
  </message>
  <message>
    <source>也可直接输入，如 EPSG:4490</source>
    <translation>Or type one, such as EPSG:4490</translation>
  </message>
  <message>
    <source>字段名</source>
    <translation>Field names</translation>
  </message>
  <message>
    <source>旁边另写 GeoPackage</source>
    <translation>A GeoPackage beside it</translation>
  </message>
  <message>
    <source>内部文件含个人信息，请先勾选确认。</source>
    <translation>An internal file holds personal data; confirm first.</translation>
  </message>
  <message>
    <source>项目坐标系（{crs}）</source>
    <translation>The project's ({crs})</translation>
  </message>
  <message>
    <source>高斯平面，东坐标带带号（{crs}）</source>
    <translation>Gauss-Kruger with zone number ({crs})</translation>
  </message>
  <message>
    <source>CGCS2000 经纬度（EPSG:4490）</source>
    <translation>CGCS2000 degrees (EPSG:4490)</translation>
  </message>
  <message>
    <source>GCJ-02 火星坐标（有偏移，仅按对方要求）</source>
    <translation>GCJ-02, shifted (only where it is asked for)</translation>
  </message>
  <message>
    <source>英文缩写（附字段对照表）</source>
    <translation>English short names (with a field table)</translation>
  </message>
  <message>
    <source>中文字段名</source>
    <translation>Chinese names</translation>
  </message>
  <message>
    <source>{system} 的字段</source>
    <translation>Fields of {system}</translation>
  </message>
  <message>
    <source>导入对照表…</source>
    <translation>Load a table…</translation>
  </message>
  <message>
    <source>改好“字段名”一列的 字段对照表.csv；按文件名保存为一个接收系统</source>
    <translation>A field table (CSV) with the names changed; it is saved as a receiving system under the file's name</translation>
  </message>
  <message>
    <source>字段对照表</source>
    <translation>Field table</translation>
  </message>
  <message>
    <source>对比的项目（现状）</source>
    <translation>Project to compare with (today)</translation>
  </message>
  <message>
    <source>不对比</source>
    <translation>No comparison</translation>
  </message>
  <message>
    <source>按日志</source>
    <translation>By the journal</translation>
  </message>
  <message>
    <source>选另一套方案或另一个项目：地图可左右拖动对比，台账和变更包写两者的差别</source>
    <translation>Another scenario or project: the map gets a line to pull between the two; ledger and change pack tell how they differ</translation>
  </message>
  <message>
    <source>底图</source>
    <translation>Background</translation>
  </message>
  <message>
    <source>无底图；MBTiles、GeoTIFF 或带坐标文件的图片</source>
    <translation>None; MBTiles, GeoTIFF, or an image with a world file</translation>
  </message>
  <message>
    <source>一个文件</source>
    <translation>One file</translation>
  </message>
  <message>
    <source>超过 {size} MB 则按总网格分幅</source>
    <translation>Split by total grid over {size} MB</translation>
  </message>
  <message>
    <source>大小</source>
    <translation>Size</translation>
  </message>
  <message>
    <source>导入回传</source>
    <translation>Take back a handoff</translation>
  </message>
  <message>
    <source>导入回传…</source>
    <translation>Take back a handoff…</translation>
  </message>
  <message>
    <source>采用所选</source>
    <translation>Take the ticked</translation>
  </message>
  <message>
    <source>采用</source>
    <translation>Take</translation>
  </message>
  <message>
    <source>差异</source>
    <translation>Difference</translation>
  </message>
  <message>
    <source>试算修补导入网格的缝隙、重叠、重复和编码，先看报告再采用</source>
    <translation>Try to mend gaps, overlaps, doubles and codes of imported grids; the report comes first</translation>
  </message>
  <message>
    <source>对上 {matched} 个网格，有 {count} 处不同。勾选要采用的；每一处是一步，可撤销。</source>
    <translation>{matched} grids are known again, with {count} difference(s). Tick what to take; each is a step that can be undone.</translation>
  </message>
  <message>
    <source>对上 {matched} 个网格，与方案相同。</source>
    <translation>{matched} grids are known again; all as in the plan.</translation>
  </message>
  <message>
    <source>读回交出去又改过的文件，逐条采用差异</source>
    <translation>Read a file that was handed over and edited; take its differences one by one</translation>
  </message>
  <message>
    <source>已采用 {count} 处。</source>
    <translation>{count} difference(s) taken.</translation>
  </message>
  <message>
    <source>项目是只读的，内部导出不能记入日志。</source>
    <translation>The project is read-only: an internal export cannot be noted in the journal.</translation>
  </message>
  <message>
    <source>交换文件</source>
    <translation>Handed-over files</translation>
  </message>
  <message>
    <source>导出</source>
    <translation>Export</translation>
  </message>
  <message>
    <source>格式</source>
    <translation>Format</translation>
  </message>
  <message>
    <source>给谁看</source>
    <translation>Readers</translation>
  </message>
  <message>
    <source>全部层级</source>
    <translation>All levels</translation>
  </message>
  <message>
    <source>层级</source>
    <translation>Level</translation>
  </message>
  <message>
    <source>GBK（旧版 ArcGIS 等）</source>
    <translation>GBK (older ArcGIS)</translation>
  </message>
  <message>
    <source>文字编码</source>
    <translation>Encoding</translation>
  </message>
  <message>
    <source>选择…</source>
    <translation>Choose…</translation>
  </message>
  <message>
    <source>文件</source>
    <translation>File</translation>
  </message>
  <message>
    <source>完成后打开所在文件夹</source>
    <translation>Open the folder when done</translation>
  </message>
  <message>
    <source>文件夹不存在，请另选一个位置。</source>
    <translation>There is no such folder; choose another place.</translation>
  </message>
  <message>
    <source>不能覆盖正在使用的项目文件，请换一个文件名。</source>
    <translation>This is the open project itself; choose another file name.</translation>
  </message>
  <message>
    <source>边界</source>
    <translation>Boundary</translation>
  </message>
  <message>
    <source>既定范围</source>
    <translation>Given areas</translation>
  </message>
  <message>
    <source>网格</source>
    <translation>Grids</translation>
  </message>
  <message>
    <source>楼栋</source>
    <translation>Buildings</translation>
  </message>
  <message>
    <source>楼门</source>
    <translation>Doors</translation>
  </message>
  <message>
    <source>住户</source>
    <translation>Households</translation>
  </message>
  <message>
    <source>小区</source>
    <translation>Estates</translation>
  </message>
  <message>
    <source>道路</source>
    <translation>Streets</translation>
  </message>
  <message>
    <source>水域</source>
    <translation>Water</translation>
  </message>
  <message>
    <source>不服务地块</source>
    <translation>Not served</translation>
  </message>
  <message>
    <source>人员</source>
    <translation>People</translation>
  </message>
  <message>
    <source>地点</source>
    <translation>Places</translation>
  </message>
  <message>
    <source>导入</source>
    <translation>Import</translation>
  </message>
  <message>
    <source>内容</source>
    <translation>Contents</translation>
  </message>
  <message>
    <source>地图文件和表格</source>
    <translation>Map files and sheets</translation>
  </message>
  <message>
    <source>按键</source>
    <translation>Key</translation>
  </message>
  <message>
    <source>作用</source>
    <translation>What it does</translation>
  </message>
  <message>
    <source>滚轮</source>
    <translation>Wheel</translation>
  </message>
  <message>
    <source>在指针处缩放</source>
    <translation>Zoom at the pointer</translation>
  </message>
  <message>
    <source>空格 + 拖动</source>
    <translation>Space + drag</translation>
  </message>
  <message>
    <source>任何工具下平移地图</source>
    <translation>Pan the map with any tool</translation>
  </message>
  <message>
    <source>Ctrl + 单击</source>
    <translation>Ctrl + click</translation>
  </message>
  <message>
    <source>加选或去掉一个网格</source>
    <translation>Add a grid to the selection or take it out</translation>
  </message>
  <message>
    <source>回车 / 双击</source>
    <translation>Return / double click</translation>
  </message>
  <message>
    <source>完成画线；在表格里显示所在位置</source>
    <translation>End a line; in tables, show the place</translation>
  </message>
  <message>
    <source>画线时退一点</source>
    <translation>Take back a vertex</translation>
  </message>
  <message>
    <source>取消正在画的线；取消选择</source>
    <translation>Drop the line; clear the selection</translation>
  </message>
  <message>
    <source>画线时暂不吸附</source>
    <translation>Suspend snapping while drawing</translation>
  </message>
  <message>
    <source>新建项目</source>
    <translation>New project</translation>
  </message>
  <message>
    <source>层级方案</source>
    <translation>Scheme</translation>
  </message>
  <message>
    <source>项目坐标系</source>
    <translation>Project CRS</translation>
  </message>
  <message>
    <source>{file} 已存在，请换一个文件名。</source>
    <translation>{file} exists already; choose another name.</translation>
  </message>
  <message>
    <source>新项目</source>
    <translation>New project</translation>
  </message>
  <message>
    <source>输入文字筛选，上下键选择，回车确定</source>
    <translation>Type to filter, arrows to choose, Return to confirm</translation>
  </message>
  <message>
    <source>保留到{level}</source>
    <translation>Keep down to {level}</translation>
  </message>
  <message>
    <source>划分网格</source>
    <translation>Plan grids</translation>
  </message>
  <message>
    <source>开始</source>
    <translation>Start</translation>
  </message>
  <message>
    <source>按网格员均衡（现有 {count} 人）</source>
    <translation>Balance by workers ({count} known)</translation>
  </message>
  <message>
    <source>按网格均衡（每个网格一样多）</source>
    <translation>Balance by grids (all alike)</translation>
  </message>
  <message>
    <source>均衡目标</source>
    <translation>Balance</translation>
  </message>
  <message>
    <source>保留既定边界</source>
    <translation>Given borders</translation>
  </message>
  <message>
    <source>工作量权重</source>
    <translation>Load weights</translation>
  </message>
  <message>
    <source>取舍</source>
    <translation>Trade-off</translation>
  </message>
  <message>
    <source> 秒</source>
    <translation> s</translation>
  </message>
  <message>
    <source>计算时间</source>
    <translation>Time</translation>
  </message>
  <message>
    <source>结果先显示在地图上，由您采用或放弃；计算中可随时取消。</source>
    <translation>The result is shown on the map first, to be accepted or dropped; it can be cancelled at any time.</translation>
  </message>
  <message>
    <source>不保留，全部重划</source>
    <translation>Keep none, draw all anew</translation>
  </message>
  <message>
    <source>更均衡</source>
    <translation>Better balance</translation>
  </message>
  <message>
    <source>形状更规整</source>
    <translation>Neater shapes</translation>
  </message>
  <message>
    <source>至少给一个因素大于 0 的权重。</source>
    <translation>Give at least one factor a weight above 0.</translation>
  </message>
  <message>
    <source>图层</source>
    <translation>Layers</translation>
  </message>
  <message>
    <source>网格卡</source>
    <translation>Grid card</translation>
  </message>
  <message>
    <source>列表</source>
    <translation>Tables</translation>
  </message>
  <message>
    <source>{value} 人份</source>
    <translation>{value} workers' worth</translation>
  </message>
  <message>
    <source>照此修复</source>
    <translation>Repair</translation>
  </message>
  <message>
    <source>问题</source>
    <translation>Findings</translation>
  </message>
  <message>
    <source>工作量</source>
    <translation>Load</translation>
  </message>
  <message>
    <source>历史</source>
    <translation>History</translation>
  </message>
  <message>
    <source>没有找到“{text}”。</source>
    <translation>Nothing is called “{text}”.</translation>
  </message>
  <message>
    <source>打开示例</source>
    <translation>Open sample</translation>
  </message>
  <message>
    <source>边线移动（m）</source>
    <translation>Border moved (m)</translation>
  </message>
  <message>
    <source>最近的项目</source>
    <translation>Recent projects</translation>
  </message>
  <message>
    <source>面板</source>
    <translation>Panels</translation>
  </message>
  <message>
    <source>语言</source>
    <translation>Language</translation>
  </message>
  <message>
    <source>工具栏</source>
    <translation>Toolbar</translation>
  </message>
  <message>
    <source>查找网格、楼栋、地址、人员</source>
    <translation>Find grid, building, address, person</translation>
  </message>
  <message>
    <source>人口</source>
    <translation>Persons</translation>
  </message>
  <message>
    <source>服务面积</source>
    <translation>Served area</translation>
  </message>
  <message>
    <source>户数</source>
    <translation>Households</translation>
  </message>
  <message>
    <source>特殊人群户</source>
    <translation>Care households</translation>
  </message>
  <message>
    <source>人</source>
    <translation>Pers.</translation>
  </message>
  <message>
    <source>户</source>
    <translation>Hh.</translation>
  </message>
  <message>
    <source>在地图、网格树或任一表格里点选网格，这里显示它的网格卡。</source>
    <translation>Choose a grid on the map, in the tree or in a table: its card is shown here.</translation>
  </message>
  <message>
    <source>缩放到</source>
    <translation>Zoom to</translation>
  </message>
  <message>
    <source>{load}，目标 {target}</source>
    <translation>{load}, target {target}</translation>
  </message>
  <message>
    <source>网格员 {count} 人</source>
    <translation>{count} workers</translation>
  </message>
  <message>
    <source>楼门长 {count} 人 · 楼门 {doors} · 空缺 {vacant}</source>
    <translation>{count} captains · {doors} doors · {vacant} vacant</translation>
  </message>
  <message>
    <source>显示全部 {count} 个楼门</source>
    <translation>Show all {count} doors</translation>
  </message>
  <message>
    <source>已选 {count} 个网格</source>
    <translation>{count} grids selected</translation>
  </message>
  <message>
    <source>户 / 人</source>
    <translation>Households / persons</translation>
  </message>
  <message>
    <source>楼栋 / 楼门</source>
    <translation>Buildings / doors</translation>
  </message>
  <message>
    <source>面积</source>
    <translation>Area</translation>
  </message>
  <message>
    <source>四至</source>
    <translation>Four sides</translation>
  </message>
  <message>
    <source>（网格长）</source>
    <translation> (head)</translation>
  </message>
  <message>
    <source>增派…</source>
    <translation>Add…</translation>
  </message>
  <message>
    <source>指定网格员…</source>
    <translation>Assign worker…</translation>
  </message>
  <message>
    <source>{count} 户 · {who}</source>
    <translation>{count} households · {who}</translation>
  </message>
  <message>
    <source>更换…</source>
    <translation>Replace…</translation>
  </message>
  <message>
    <source>指定…</source>
    <translation>Assign…</translation>
  </message>
  <message>
    <source>上级</source>
    <translation>Parent</translation>
  </message>
  <message>
    <source>类型</source>
    <translation>Kind</translation>
  </message>
  <message>
    <source>下级网格还没有安排网格员。</source>
    <translation>No workers in the grids below yet.</translation>
  </message>
  <message>
    <source>错误</source>
    <translation>Errors</translation>
  </message>
  <message>
    <source>警告</source>
    <translation>Warnings</translation>
  </message>
  <message>
    <source>提示</source>
    <translation>Notes</translation>
  </message>
  <message>
    <source>按编码或文字筛选</source>
    <translation>Filter by code or text</translation>
  </message>
  <message>
    <source>运行检查后，这里列出方案的问题。</source>
    <translation>Run a check: what it finds is listed here.</translation>
  </message>
  <message>
    <source>重新检查</source>
    <translation>Check again</translation>
  </message>
  <message>
    <source>方案已改动，以下结果可能过时。</source>
    <translation>The plan has changed; these may be out of date.</translation>
  </message>
  <message>
    <source>处理…</source>
    <translation>Mend…</translation>
  </message>
  <message>
    <source>处理选中的问题：先试算、看效果，再采用　F4</source>
    <translation>Mend the chosen finding: tried and shown first, then done　F4</translation>
  </message>
  <message>
    <source>同类全处理</source>
    <translation>All of this kind</translation>
  </message>
  <message>
    <source>把这一类问题一起处理，先看效果　Shift+F4</source>
    <translation>Mend all findings of this kind together, shown first　Shift+F4</translation>
  </message>
  <message>
    <source>豁免…</source>
    <translation>Waive…</translation>
  </message>
  <message>
    <source>写明理由，接受选中的问题　Ctrl+Shift+E</source>
    <translation>Accept the chosen findings with a reason　Ctrl+Shift+E</translation>
  </message>
  <message>
    <source>方案已改动，正在重新检查；标出的结果可能过时。</source>
    <translation>The plan has changed and is being checked again; what is marked may be out of date.</translation>
  </message>
  <message>
    <source>全部范围</source>
    <translation>Everywhere</translation>
  </message>
  <message>
    <source>视野内</source>
    <translation>In view</translation>
  </message>
  <message>
    <source>取用</source>
    <translation>Take</translation>
  </message>
  <message>
    <source>我改过的</source>
    <translation>What I changed</translation>
  </message>
  <message>
    <source>没有符合筛选条件的问题。</source>
    <translation>No finding is of that choice.</translation>
  </message>
  <message>
    <source>已豁免</source>
    <translation>Waived</translation>
  </message>
  <message>
    <source>全部规则</source>
    <translation>All rules</translation>
  </message>
  <message>
    <source>取消豁免</source>
    <translation>Take back</translation>
  </message>
  <message>
    <source>豁免理由：{reason}</source>
    <translation>Waived because: {reason}</translation>
  </message>
  <message>
    <source>（待复查）</source>
    <translation>(being checked) </translation>
  </message>
  <message>
    <source>等 {count} 个</source>
    <translation> and more ({count})</translation>
  </message>
  <message>
    <source>采用</source>
    <translation>Do it</translation>
  </message>
  <message>
    <source>回车</source>
    <translation>Return</translation>
  </message>
  <message>
    <source>换个办法</source>
    <translation>Another way</translation>
  </message>
  <message>
    <source>看下一个办法　Tab</source>
    <translation>Show another way　Tab</translation>
  </message>
  <message>
    <source>办法 {number}/{count}：{what}</source>
    <translation>Way {number} of {count}: {what}</translation>
  </message>
  <message>
    <source>处理办法：{what}</source>
    <translation>A way to mend it: {what}</translation>
  </message>
  <message>
    <source>已试算：问题减少 {count} 个，不产生新的错误。</source>
    <translation>Tried: {count} finding(s) fewer, no new error.</translation>
  </message>
  <message>
    <source>{count} 户换网格。</source>
    <translation>{count} household(s) change grids.</translation>
  </message>
  <message>
    <source>没有户换网格。</source>
    <translation>No household changes grids.</translation>
  </message>
  <message>
    <source>豁免</source>
    <translation>Waive</translation>
  </message>
  <message>
    <source>理由（保存在项目中，并列入质检报告）：</source>
    <translation>Reason (kept in the project and listed in the quality report):</translation>
  </message>
  <message>
    <source>共 {count} 个问题，用同一个理由。</source>
    <translation>{count} findings, with one reason.</translation>
  </message>
  <message>
    <source>历史形成，居民已熟悉</source>
    <translation>Grown so, people are used to it</translation>
  </message>
  <message>
    <source>飞地，行政区划如此</source>
    <translation>An exclave, as the administrative line has it</translation>
  </message>
  <message>
    <source>修复边线与编码…</source>
    <translation>Repair borders and codes…</translation>
  </message>
  <message>
    <source>单位自管，整体划为一个网格</source>
    <translation>An institution's own premises, one grid as a whole</translation>
  </message>
  <message>
    <source>规划中的住宅，入住后再调整</source>
    <translation>Homes still to be built, to be changed once people live there</translation>
  </message>
  <message>
    <source>已与社区商定</source>
    <translation>Agreed with the community</translation>
  </message>
  <message>
    <source>请写明理由，或从列表中选一个。</source>
    <translation>Give a reason, or take one from the list.</translation>
  </message>
  <message>
    <source>附近没有还能多管的楼门长人选；请增加人选或调高可管户数。</source>
    <translation>Nobody near by has room for more doors; add a candidate or raise a capacity.</translation>
  </message>
  <message>
    <source>试过的办法都会产生新的错误，没有采用；请在地图上处理，或写明理由豁免。</source>
    <translation>Every way that was tried makes a new error, so none is offered; mend it on the map, or waive it with a reason.</translation>
  </message>
  <message>
    <source>已处理，问题减少 {count} 个。</source>
    <translation>Done; {count} finding(s) fewer.</translation>
  </message>
  <message>
    <source>请先采用或放弃新方案，再处理问题。</source>
    <translation>Accept or drop the new plan first, then mend findings.</translation>
  </message>
  <message>
    <source>豁免问题…</source>
    <translation>Waive a finding…</translation>
  </message>
  <message>
    <source>（已接受）</source>
    <translation> (waived)</translation>
  </message>
  <message>
    <source>全部</source>
    <translation>All</translation>
  </message>
  <message>
    <source>检查完毕，没有发现问题。</source>
    <translation>Checked: nothing was found.</translation>
  </message>
  <message>
    <source>偏差</source>
    <translation>Deviation</translation>
  </message>
  <message>
    <source>工作量（人份）</source>
    <translation>Load (workers' worth)</translation>
  </message>
  <message>
    <source>按编码或名称筛选</source>
    <translation>Filter by code or name</translation>
  </message>
  <message>
    <source>还没有网格。先划分方案，或在地图上画第一个网格。</source>
    <translation>No grids yet. Plan them, or draw the first one on the map.</translation>
  </message>
  <message>
    <source>筛选历史</source>
    <translation>Filter history</translation>
  </message>
  <message>
    <source>时间</source>
    <translation>Time</translation>
  </message>
  <message>
    <source>编辑</source>
    <translation>Edit</translation>
  </message>
  <message>
    <source>状态</source>
    <translation>State</translation>
  </message>
  <message>
    <source>还没有编辑。每一步都会记在这里，可以随时退回。</source>
    <translation>No edits yet. Every step is listed here and can be taken back.</translation>
  </message>
  <message>
    <source>已放弃</source>
    <translation>dropped</translation>
  </message>
  <message>
    <source>已撤销</source>
    <translation>undone</translation>
  </message>
  <message>
    <source>注记</source>
    <translation>Labels</translation>
  </message>
  <message>
    <source>基本单元</source>
    <translation>Units</translation>
  </message>
  <message>
    <source>网格填色</source>
    <translation>Grid fills</translation>
  </message>
  <message>
    <source>不透明度</source>
    <translation>Opacity</translation>
  </message>
  <message>
    <source>任何比例尺都画</source>
    <translation>Draw at every scale</translation>
  </message>
  <message>
    <source>先点一个图层</source>
    <translation>Choose a layer first</translation>
  </message>
  <message>
    <source>不打勾时，放大到 1:{n} 才画这个图层</source>
    <translation>Unless ticked, this layer is drawn from 1:{n} inwards</translation>
  </message>
  <message>
    <source>这个图层本来就在任何比例尺都画</source>
    <translation>This layer is drawn at every scale anyway</translation>
  </message>
  <message>
    <source>收起图例</source>
    <translation>Fold legend</translation>
  </message>
  <message>
    <source>地图上只留图例的标题；点图例的标题也一样</source>
    <translation>Leave only the legend's title on the map; a click on the title does the same</translation>
  </message>
  <message>
    <source>边线最多移动</source>
    <translation>No border moves further than</translation>
  </message>
  <message>
    <source>先点一个图层，再拖动</source>
    <translation>Choose a layer first, then drag</translation>
  </message>
  <message>
    <source>打勾显示；拖动或按 Alt+↑、Alt+↓ 改变上下次序</source>
    <translation>Tick to show; drag, or press Alt+Up and Alt+Down, to change the order</translation>
  </message>
  <message>
    <source>详情</source>
    <translation>Details</translation>
  </message>
  <message>
    <source>新方案，尚未采用</source>
    <translation>Proposal, not accepted yet</translation>
  </message>
  <message>
    <source>放弃</source>
    <translation>Drop</translation>
  </message>
  <message>
    <source>并排对照</source>
    <translation>Side by side</translation>
  </message>
  <message>
    <source>左边显示现状，右边显示新方案，两图一起移动　Ctrl+B</source>
    <translation>Today on the left, the proposal on the right; both move together　Ctrl+B</translation>
  </message>
  <message>
    <source>现状和新方案两张图并排，一起移动</source>
    <translation>Two maps beside each other, today and proposed, that move together</translation>
  </message>
  <message>
    <source>现状</source>
    <translation>Today</translation>
  </message>
  <message>
    <source>正在编辑</source>
    <translation>Working on</translation>
  </message>
  <message>
    <source>选择要编辑的方案；现行方案和各比选方案互不影响</source>
    <translation>Choose the plan to work on; the plan in force and its scenarios do not touch each other</translation>
  </message>
  <message>
    <source>与现行方案并排</source>
    <translation>Beside the plan in force</translation>
  </message>
  <message>
    <source>左边显示现行方案，右边显示这个方案，改动的网格着色</source>
    <translation>The plan in force on the left, this one on the right, changed grids coloured</translation>
  </message>
  <message>
    <source>作为现行方案…</source>
    <translation>Put in force…</translation>
  </message>
  <message>
    <source>删除方案</source>
    <translation>Drop</translation>
  </message>
  <message>
    <source>现行方案</source>
    <translation>Plan in force</translation>
  </message>
  <message>
    <source>新建比选方案</source>
    <translation>New scenario</translation>
  </message>
  <message>
    <source>建立</source>
    <translation>Make</translation>
  </message>
  <message>
    <source>方案</source>
    <translation>Scenario </translation>
  </message>
  <message>
    <source>复制当前方案，接着在副本上编辑；现行方案不受影响，随时可以切换和对照。</source>
    <translation>Copies the plan and goes on with the copy; the plan in force stays as it is, to change back to and compare with at any time.</translation>
  </message>
  <message>
    <source>请给方案起一个没有用过的名称。</source>
    <translation>Give the scenario a name that is not taken.</translation>
  </message>
  <message>
    <source>作为现行方案</source>
    <translation>Put in force</translation>
  </message>
  <message>
    <source>采用</source>
    <translation>Put in force</translation>
  </message>
  <message>
    <source>原方案</source>
    <translation>Former plan</translation>
  </message>
  <message>
    <source>原方案另存为</source>
    <translation>Keep the former plan as</translation>
  </message>
  <message>
    <source>启用日期</source>
    <translation>In force from</translation>
  </message>
  <message>
    <source>调整原因</source>
    <translation>Reason</translation>
  </message>
  <message>
    <source>名称留空则不保留原方案；两种情况都可以撤销。</source>
    <translation>Leave the name empty to drop the former plan; either can be undone.</translation>
  </message>
  <message>
    <source>正在编辑“{name}”。</source>
    <translation>Working on “{name}”.</translation>
  </message>
  <message>
    <source>已删除方案“{name}”。</source>
    <translation>Dropped scenario “{name}”.</translation>
  </message>
  <message>
    <source>与现行方案相比：{grids} 个末级网格有变化，{households} 户改换网格。</source>
    <translation>Against the plan in force: {grids} leaf grids differ, {households} households change grid.</translation>
  </message>
  <message>
    <source>新建比选方案…</source>
    <translation>New scenario…</translation>
  </message>
  <message>
    <source>复制当前方案，在副本上编辑，再与现行方案对照</source>
    <translation>Copies the plan, to be worked on and compared with the plan in force</translation>
  </message>
  <message>
    <source>删除比选方案</source>
    <translation>Drop the scenario</translation>
  </message>
  <message>
    <source>比选方案</source>
    <translation>Scenarios</translation>
  </message>
  <message>
    <source>正在对照方案…</source>
    <translation>Comparing the plans…</translation>
  </message>
  <message>
    <source>对照现状</source>
    <translation>Show today's</translation>
  </message>
  <message>
    <source>按下时地图显示现状，松开时显示新方案</source>
    <translation>Pressed, the map shows today's grids; released, the proposal</translation>
  </message>
  <message>
    <source>数量</source>
    <translation>Count</translation>
  </message>
  <message>
    <source>最大偏差：现状</source>
    <translation>Max. deviation: today</translation>
  </message>
  <message>
    <source>新方案</source>
    <translation>Proposed</translation>
  </message>
  <message>
    <source>平均偏差：现状</source>
    <translation>Mean deviation: today</translation>
  </message>
  <message>
    <source>受单个大楼栋限制，最大偏差不可能低于 {bound}。</source>
    <translation>For single large buildings the largest deviation cannot be below {bound}.</translation>
  </message>
  <message>
    <source>偏差是各网格每位网格员的工作量与平均值之差。</source>
    <translation>Deviation is per worker: load of each grid against the mean.</translation>
  </message>
  <message>
    <source>网格员 {workers} 人，少于 {leaves} 个网格，改按网格均衡。</source>
    <translation>{workers} workers are fewer than {leaves} grids: balanced by grids.</translation>
  </message>
  <message>
    <source>位置</source>
    <translation>Where</translation>
  </message>
  <message>
    <source>值</source>
    <translation>Value</translation>
  </message>
  <message>
    <source>原因</source>
    <translation>Reason</translation>
  </message>
  <message>
    <source>按文件、值或原因筛选</source>
    <translation>Filter by file, value or reason</translation>
  </message>
  <message>
    <source>没有待办。导入时没有读懂或没有落位的行会列在这里，不会丢失。</source>
    <translation>Nothing to do. Rows of an import that were not understood or found no place are listed here; none is lost.</translation>
  </message>
  <message>
    <source>确认名称…</source>
    <translation>Confirm names…</translation>
  </message>
  <message>
    <source>导出改表…</source>
    <translation>Write sheet…</translation>
  </message>
  <message>
    <source>读回改表…</source>
    <translation>Read back…</translation>
  </message>
  <message>
    <source>写错的小区、街道名称：一次确认，各户一起落位</source>
    <translation>Misspelt estates and streets: confirm once, all their households find their place</translation>
  </message>
  <message>
    <source>写成 Excel，一行一条，改好后读回</source>
    <translation>Write an Excel sheet, a row each; correct it and read it back</translation>
  </message>
  <message>
    <source>读入改好的 Excel，改对的行从待办中消失</source>
    <translation>Read the corrected sheet; rows that are right now leave the list</translation>
  </message>
  <message>
    <source>第 {row} 行</source>
    <translation>row {row}</translation>
  </message>
  <message>
    <source>{column}：{text}</source>
    <translation>{column}: {text}</translation>
  </message>
  <message>
    <source>确认名称</source>
    <translation>Confirm names</translation>
  </message>
  <message>
    <source>确认所选</source>
    <translation>Confirm ticked</translation>
  </message>
  <message>
    <source>这些名称在项目里没有，但很像已有的名称。勾选确实是写错的；以后导入也照此读。</source>
    <translation>The project has no such names, but very similar ones. Tick those that are misspelt; later imports will read them alike.</translation>
  </message>
  <message>
    <source>没有可以确认的名称：剩下的待办要在表里改。</source>
    <translation>No names to confirm: what is left has to be corrected in the sheet.</translation>
  </message>
  <message>
    <source>写的是</source>
    <translation>Written</translation>
  </message>
  <message>
    <source>应为</source>
    <translation>Meant</translation>
  </message>
  <message>
    <source>例</source>
    <translation>Example</translation>
  </message>
  <message>
    <source>已确认 {names} 个名称，{count} 户落位。</source>
    <translation>{names} names confirmed, {count} households placed.</translation>
  </message>
  <message>
    <source>待办</source>
    <translation>To do</translation>
  </message>
  <message>
    <source>导出改表</source>
    <translation>Write the sheet</translation>
  </message>
  <message>
    <source>待办 {count} 行已写入 {file}。改好后点“读回改表”。</source>
    <translation>{count} rows written to {file}. Correct them and press “Read back”.</translation>
  </message>
  <message>
    <source>读回改表</source>
    <translation>Read the sheet back</translation>
  </message>
  <message>
    <source>正在比较名称…</source>
    <translation>Comparing names…</translation>
  </message>
  <message>
    <source>导入时没有读懂或没有落位的行；点击查看</source>
    <translation>Rows of imports that were not understood or found no place; click to see them</translation>
  </message>
  <message>
    <source>待办 {count}</source>
    <translation>To do {count}</translation>
  </message>
  <message>
    <source>起个名称，记住这样的列对应</source>
    <translation>A name to remember these columns by</translation>
  </message>
  <message>
    <source>记住的读法</source>
    <translation>Read as before</translation>
  </message>
  <message>
    <source>记住为</source>
    <translation>Remember as</translation>
  </message>
  <message>
    <source>{count} 个名称也许写错了，请确认…</source>
    <translation>{count} names may be misspelt: confirm…</translation>
  </message>
  <message>
    <source>这是改好的待办清单：更新 {updated} 行，加入 {come} 行，共 {after} 行</source>
    <translation>A corrected work list: {updated} row(s) updated, {come} added, {after} in all</translation>
  </message>
  <message>
    <source>未安排的网格员</source>
    <translation>Workers without a post</translation>
  </message>
  <message>
    <source>未安排的楼门长</source>
    <translation>Captains without a door</translation>
  </message>
  <message>
    <source>安排到…</source>
    <translation>Place…</translation>
  </message>
  <message>
    <source>给所选的人选网格或楼门；也可把人拖到地图上</source>
    <translation>Choose a grid or door for the chosen person; or drag the person onto the map</translation>
  </message>
  <message>
    <source>缺岗演练…</source>
    <translation>Vacancy drill…</translation>
  </message>
  <message>
    <source>假如这名网格员缺岗，由谁代管，各担多少；缺岗中的可以放回</source>
    <translation>If this worker is away: who takes over, and how much; who is away can be put back</translation>
  </message>
  <message>
    <source>安排到</source>
    <translation>Place</translation>
  </message>
  <message>
    <source>{name} 到哪个网格任网格员？原来的网格同时离开。</source>
    <translation>In which grid is {name} to work? Grids served now are left.</translation>
  </message>
  <message>
    <source>{name} 任哪个楼门的楼门长？</source>
    <translation>Of which door is {name} to be captain?</translation>
  </message>
  <message>
    <source>现任</source>
    <translation>Now</translation>
  </message>
  <message>
    <source>缺岗演练</source>
    <translation>Vacancy drill</translation>
  </message>
  <message>
    <source>放回，关闭</source>
    <translation>Put back and close</translation>
  </message>
  <message>
    <source>{name} 缺岗时，{leaves} 的工作量这样分担：</source>
    <translation>While {name} is away, the load of {leaves} is shared so:</translation>
  </message>
  <message>
    <source>{leaves} 附近没有别的网格员，无人可代。</source>
    <translation>Near {leaves} there is no other worker: nobody can stand in.</translation>
  </message>
  <message>
    <source>代管网格</source>
    <translation>Taken over by</translation>
  </message>
  <message>
    <source>分担</source>
    <translation>Share</translation>
  </message>
  <message>
    <source>现在每人</source>
    <translation>Each now</translation>
  </message>
  <message>
    <source>代管时每人</source>
    <translation>Each then</translation>
  </message>
  <message>
    <source>已安排。</source>
    <translation>Done.</translation>
  </message>
  <message>
    <source>这里没有可以安排的网格或楼门。</source>
    <translation>There is no grid or door here to place anybody in.</translation>
  </message>
  <message>
    <source>草案</source>
    <translation>draft</translation>
  </message>
  <message>
    <source>至今</source>
    <translation>now</translation>
  </message>
  <message>
    <source>还没有任职。</source>
    <translation>No duty so far.</translation>
  </message>
  <message>
    <source>按姓名、类型或网格筛选</source>
    <translation>Filter by name, role or grid</translation>
  </message>
  <message>
    <source>姓名</source>
    <translation>Name</translation>
  </message>
  <message>
    <source>所在网格或楼门</source>
    <translation>Grids or doors</translation>
  </message>
  <message>
    <source>工时</source>
    <translation>FTE</translation>
  </message>
  <message>
    <source>还没有人员。导入网格员和楼门长名册。</source>
    <translation>No people yet. Import the registers of workers and captains.</translation>
  </message>
  <message>
    <source>{count} 个楼门</source>
    <translation>{count} doors</translation>
  </message>
  <message>
    <source>画网格、查问题、均衡工作量、安排网格员和楼门长。数据只在本机的一个文件里。</source>
    <translation>Draw grids, find faults, balance workloads, assign workers and captains. All data stay in one file on this computer.</translation>
  </message>
  <message>
    <source>也可以把项目文件（.gpkg）拖到这里；拖入 Shapefile 则开始新建项目。</source>
    <translation>Or drop a project file (.gpkg) here; a shapefile begins a new project.</translation>
  </message>
  <message>
    <source>还没有。新建一个，或先看示例。</source>
    <translation>None yet. Make one, or look at the sample first.</translation>
  </message>
  <message>
    <source>正在划分网格…</source>
    <translation>Planning grids…</translation>
  </message>
  <message>
    <source>正在检查…</source>
    <translation>Checking…</translation>
  </message>
  <message>
    <source>正在定位各户…</source>
    <translation>Locating households…</translation>
  </message>
  <message>
    <source>正在安排网格员…</source>
    <translation>Assigning workers…</translation>
  </message>
  <message>
    <source>正在安排楼门长…</source>
    <translation>Assigning captains…</translation>
  </message>
  <message>
    <source>正在采用方案…</source>
    <translation>Accepting the plan…</translation>
  </message>
  <message>
    <source>正在导出…</source>
    <translation>Exporting…</translation>
  </message>
  <message>
    <source>正在导入…</source>
    <translation>Importing…</translation>
  </message>
  <message>
    <source>正在建立项目…</source>
    <translation>Making the project…</translation>
  </message>
  <message>
    <source>正在建立示例项目…</source>
    <translation>Making the sample project…</translation>
  </message>
  <message>
    <source>正在停下…</source>
    <translation>Stopping…</translation>
  </message>
  <message>
    <source>没有打开项目</source>
    <translation>No project open</translation>
  </message>
  <message>
    <source>只读</source>
    <translation>read-only</translation>
  </message>
  <message>
    <source>已保存 {time}</source>
    <translation>Saved {time}</translation>
  </message>
  <message>
    <source>已保存</source>
    <translation>Saved</translation>
  </message>
  <message>
    <source>筛选</source>
    <translation>Filter</translation>
  </message>
  <message>
    <source>按网格筛选</source>
    <translation>Filter by grid</translation>
  </message>
  <message>
    <source>目标</source>
    <translation>Target</translation>
  </message>
  <message>
    <source>有了网格，这里按偏差列出各网格的工作量。</source>
    <translation>Once there are grids, their workloads are listed here by deviation.</translation>
  </message>
  <message>
    <source>只读打开</source>
    <translation>Open read-only</translation>
  </message>
  <message>
    <source>刚才的操作没有完成，项目文件里已保存的内容不受影响。</source>
    <translation>That did not work out; what is saved in the project file is not affected.</translation>
  </message>
  <message>
    <source>详细情况已记入 {file}，请发给维护人员。</source>
    <translation>Details are in {file}; please send it to the maintainers.</translation>
  </message>
  <message>
    <source>综合</source>
    <translation>General</translation>
  </message>
  <message>
    <source>专属</source>
    <translation>Dedicated</translation>
  </message>
  <message>
    <source>网格员</source>
    <translation>Worker</translation>
  </message>
  <message>
    <source>网格长</source>
    <translation>Head</translation>
  </message>
  <message>
    <source>楼门长</source>
    <translation>Captain</translation>
  </message>
  <message>
    <source>1 名称与文件</source>
    <translation>1 Name and files</translation>
  </message>
  <message>
    <source>2 核对内容</source>
    <translation>2 Check</translation>
  </message>
  <message>
    <source>3 确认</source>
    <translation>3 Confirm</translation>
  </message>
  <message>
    <source>BD-09（百度）</source>
    <translation>BD-09 (Baidu)</translation>
  </message>
  <message>
    <source>CGCS2000（国家标准）</source>
    <translation>CGCS2000 (national standard)</translation>
  </message>
  <message>
    <source>EPSG:{epsg}　3 度带，中央经线 {meridian}°</source>
    <translation>EPSG:{epsg}  3-degree zone, central meridian {meridian}°</translation>
  </message>
  <message>
    <source>GCJ-02（高德、腾讯）</source>
    <translation>GCJ-02 (AMap, Tencent)</translation>
  </message>
  <message>
    <source>修复边线与编码</source>
    <translation>Repair borders and codes</translation>
  </message>
  <message>
    <source>X 坐标</source>
    <translation>X</translation>
  </message>
  <message>
    <source>Y 坐标</source>
    <translation>Y</translation>
  </message>
  <message>
    <source>上一步</source>
    <translation>Back</translation>
  </message>
  <message>
    <source>下一步</source>
    <translation>Next</translation>
  </message>
  <message>
    <source>不要这个文件</source>
    <translation>Leave this file out</translation>
  </message>
  <message>
    <source>不读入{kind}（{file}）：文件读不了，可以以后再导入</source>
    <translation>{kind} not read ({file}): the file cannot be used; import it later</translation>
  </message>
  <message>
    <source>代替现有的</source>
    <translation>Replace what is there</translation>
  </message>
  <message>
    <source>依据</source>
    <translation>Found by</translation>
  </message>
  <message>
    <source>写成各级数量，如 7/35/253</source>
    <translation>Write the counts of the levels, such as 7/35/253</translation>
  </message>
  <message>
    <source>列名</source>
    <translation>title</translation>
  </message>
  <message>
    <source>列名相近</source>
    <translation>similar title</translation>
  </message>
  <message>
    <source>列的对应（可改）</source>
    <translation>Columns (can be changed)</translation>
  </message>
  <message>
    <source>加在现有的后面</source>
    <translation>Add to what is there</translation>
  </message>
  <message>
    <source>单元</source>
    <translation>Unit</translation>
  </message>
  <message>
    <source>同名文件存在时覆盖</source>
    <translation>Replace a file of the same name</translation>
  </message>
  <message>
    <source>图层或工作表</source>
    <translation>Layer or sheet</translation>
  </message>
  <message>
    <source>坐标基准</source>
    <translation>Datum</translation>
  </message>
  <message>
    <source>坐标系</source>
    <translation>CRS</translation>
  </message>
  <message>
    <source>将建立项目文件：{path}</source>
    <translation>A project file will be made: {path}</translation>
  </message>
  <message>
    <source>层级方案 {scheme}，坐标系 {crs}。</source>
    <translation>Scheme {scheme}, CRS {crs}.</translation>
  </message>
  <message>
    <source>建立项目</source>
    <translation>Make the project</translation>
  </message>
  <message>
    <source>所在文件夹</source>
    <translation>Folder</translation>
  </message>
  <message>
    <source>把边界、社区、楼栋、户、人员等文件拖到这里，或点“添加文件”；也可以先不加，以后再导入。</source>
    <translation>Drop files here (boundary, communities, buildings, households, people …) or choose “Add files”; they can also be imported later.</translation>
  </message>
  <message>
    <source>指定</source>
    <translation>given</translation>
  </message>
  <message>
    <source>按内容</source>
    <translation>content</translation>
  </message>
  <message>
    <source>按文件</source>
    <translation>As the file says</translation>
  </message>
  <message>
    <source>按文件：{crs}</source>
    <translation>As the file says: {crs}</translation>
  </message>
  <message>
    <source>文件的前几行</source>
    <translation>First rows of the file</translation>
  </message>
  <message>
    <source>文件里的列</source>
    <translation>Column of the file</translation>
  </message>
  <message>
    <source>楼层</source>
    <translation>Floor</translation>
  </message>
  <message>
    <source>正在读取…</source>
    <translation>Reading…</translation>
  </message>
  <message>
    <source>正在读取文件…</source>
    <translation>Reading the files…</translation>
  </message>
  <message>
    <source>没有边界文件：划分网格前请先导入边界。</source>
    <translation>There is no boundary file: import one before planning grids.</translation>
  </message>
  <message>
    <source>没有选文件；将建立一个空项目，以后再导入。</source>
    <translation>No files were chosen; an empty project will be made.</translation>
  </message>
  <message>
    <source>浏览…</source>
    <translation>Browse…</translation>
  </message>
  <message>
    <source>添加文件</source>
    <translation>Add files</translation>
  </message>
  <message>
    <source>添加文件…</source>
    <translation>Add files…</translation>
  </message>
  <message>
    <source>纬度</source>
    <translation>Latitude</translation>
  </message>
  <message>
    <source>经度</source>
    <translation>Longitude</translation>
  </message>
  <message>
    <source>自动识别</source>
    <translation>Automatic</translation>
  </message>
  <message>
    <source>行政级别</source>
    <translation>Administrative level</translation>
  </message>
  <message>
    <source>街路</source>
    <translation>Street</translation>
  </message>
  <message>
    <source>请给项目起一个名称，不能含 / \ : * ? " &lt; &gt; | 。</source>
    <translation>Give the project a name without / \ : * ? " &lt; &gt; |.</translation>
  </message>
  <message>
    <source>读入{kind} {count} 行（{file}）</source>
    <translation>{kind}: {count} row(s) from {file}</translation>
  </message>
  <message>
    <source>读入的每一步都可以撤销；原文件不会改动。</source>
    <translation>Every import can be undone; the files stay as they are.</translation>
  </message>
  <message>
    <source>按 {datum}换算</source>
    <translation>Read as {datum}</translation>
  </message>
  <message>
    <source>读到 {rows} 行，可用 {ok} 行；坐标系 {crs}。</source>
    <translation>{rows} row(s) read, {ok} usable; CRS {crs}.</translation>
  </message>
  <message>
    <source>读到 {rows} 行，可用 {ok} 行；编码 {encoding}，坐标系 {crs}。</source>
    <translation>{rows} row(s) read, {ok} usable; encoding {encoding}, CRS {crs}.</translation>
  </message>
  <message>
    <source>门牌号</source>
    <translation>House number</translation>
  </message>
  <message>
    <source>项目名称</source>
    <translation>Project name</translation>
  </message>
  <message>
    <source>项目里现有{kind} {there} 行</source>
    <translation>{kind} in the project now: {there} row(s)</translation>
  </message>
  <message>
    <source>现有{kind} {there} 行都留下，加入 {come} 行，共 {after} 行</source>
    <translation>{kind}: all {there} row(s) stay, {come} added, {after} in all</translation>
  </message>
  <message>
    <source>现有{kind} {there} 行都留下，更新其中 {updated} 行，加入 {come} 行，共 {after} 行</source>
    <translation>{kind}: all {there} row(s) stay, {updated} of them updated, {come} added, {after} in all</translation>
  </message>
  <message>
    <source>现有{kind} {there} 行都去掉，换成 {come} 行</source>
    <translation>{kind}: all {there} row(s) go, {come} come in their place</translation>
  </message>
  <message>
    <source>其中 {count} 户固定的网格也去掉</source>
    <translation>{count} pinned grid(s) go too</translation>
  </message>
  <message>
    <source>{kind} {there} 行也都去掉</source>
    <translation>{kind}: all {there} row(s) go too</translation>
  </message>
  <message>
    <source>项目里的列</source>
    <translation>Column of the project</translation>
  </message>
  <message>
    <source>（没有）</source>
    <translation>(none)</translation>
  </message>
  <message>
    <source>，{count} 行进入待办清单</source>
    <translation>, {count} to the work list</translation>
  </message>
  <message>
    <source>选择楼门长…</source>
    <translation>Choose captain…</translation>
  </message>
  <message>
    <source>给所选网格的空缺楼门选择楼门长</source>
    <translation>Choose the captain of a vacant door of the selected grid</translation>
  </message>
  <message>
    <source>处理问题…</source>
    <translation>Mend finding…</translation>
  </message>
  <message>
    <source>这个网格里没有有人住的楼门。</source>
    <translation>No door in this grid has households behind it.</translation>
  </message>
  <message>
    <source>{door}：{name} 由谁接替？</source>
    <translation>{door}: who takes over from {name}?</translation>
  </message>
  <message>
    <source>{door}：由谁任楼门长？</source>
    <translation>{door}: who is to be captain?</translation>
  </message>
  <message>
    <source>指定网格员</source>
    <translation>Assign a worker</translation>
  </message>
  <message>
    <source>接任的人同时离开原来的网格</source>
    <translation>The new worker leaves the present grid</translation>
  </message>
  <message>
    <source>现在</source>
    <translation>Now</translation>
  </message>
  <message>
    <source>网格 {code}：{name} 由谁接替？</source>
    <translation>Grid {code}: who takes over from {name}?</translation>
  </message>
  <message>
    <source>网格 {code}：由谁加入？</source>
    <translation>Grid {code}: who joins?</translation>
  </message>
  <message>
    <source>距住处</source>
    <translation>From home</translation>
  </message>
  <message>
    <source>选择楼门长</source>
    <translation>Choose the captain</translation>
  </message>
  <message>
    <source>打印预览</source>
    <translation>Print preview</translation>
  </message>
  <message>
    <source>打印预览…</source>
    <translation>Print preview…</translation>
  </message>
  <message>
    <source>全图、图册、单网格图、公示牌、对照图</source>
    <translation>Whole plan, atlas, single grids, wall notice, before and after</translation>
  </message>
  <message>
    <source>正在绘制预览……</source>
    <translation>Drawing the preview …</translation>
  </message>
  <message>
    <source>已送往打印机，共 {count} 页。</source>
    <translation>{count} page(s) sent to the printer.</translation>
  </message>
  <message>
    <source>图册：每个总网格一幅</source>
    <translation>Atlas: a sheet for each top grid</translation>
  </message>
  <message>
    <source>单网格图（8 开或 4 开）</source>
    <translation>Single grids (8K or 4K paper)</translation>
  </message>
  <message>
    <source>公示牌</source>
    <translation>Wall notice</translation>
  </message>
  <message>
    <source>调整前后对照</source>
    <translation>Before and after</translation>
  </message>
  <message>
    <source>自动</source>
    <translation>Automatic</translation>
  </message>
  <message>
    <source>8 开</source>
    <translation>8K (260 × 370 mm)</translation>
  </message>
  <message>
    <source>4 开</source>
    <translation>4K (370 × 520 mm)</translation>
  </message>
  <message>
    <source>选择现状项目…</source>
    <translation>Choose today's project…</translation>
  </message>
  <message>
    <source>选择现状项目</source>
    <translation>Choose today's project</translation>
  </message>
  <message>
    <source>图</source>
    <translation>Sheet</translation>
  </message>
  <message>
    <source>纸张</source>
    <translation>Paper</translation>
  </message>
  <message>
    <source>比例尺</source>
    <translation>Scale</translation>
  </message>
  <message>
    <source>着色</source>
    <translation>Fills</translation>
  </message>
  <message>
    <source>图名</source>
    <translation>Title</translation>
  </message>
  <message>
    <source>上一页</source>
    <translation>Previous page</translation>
  </message>
  <message>
    <source>下一页</source>
    <translation>Next page</translation>
  </message>
  <message>
    <source>存为 PDF…</source>
    <translation>Save as PDF…</translation>
  </message>
  <message>
    <source>存为图片…</source>
    <translation>Save as picture…</translation>
  </message>
  <message>
    <source>打印…</source>
    <translation>Print…</translation>
  </message>
  <message>
    <source>放大显示</source>
    <translation>Enlarge</translation>
  </message>
  <message>
    <source>请选择现状</source>
    <translation>Choose today's plan</translation>
  </message>
  <message>
    <source>现行方案</source>
    <translation>The plan in force</translation>
  </message>
  <message>
    <source>其他项目…</source>
    <translation>Another project…</translation>
  </message>
  <message>
    <source>我确认：含个人信息，记入项目日志</source>
    <translation>I confirm; it is noted in the journal</translation>
  </message>
  <message>
    <source>写好之后边界有过变动，请核对；原样保存即表示已核对。</source>
    <translation>The border has moved since this was written. Saving it as it stands says you have checked it.</translation>
  </message>
  <message>
    <source>按周边道路、河流和相邻网格自动生成；改写后以您的文字为准，用于所有图、表和导出。</source>
    <translation>Made from the roads, rivers and grids around it. What you write instead is used in all maps, sheets and exports.</translation>
  </message>
  <message>
    <source>自动生成：{text}</source>
    <translation>Generated: {text}</translation>
  </message>
  <message>
    <source>用自动生成的</source>
    <translation>Use the generated text</translation>
  </message>
  <message>
    <source>四至文字有 {count} 字，最多 {limit} 字。</source>
    <translation>The four sides take {count} signs, {limit} at most.</translation>
  </message>
  <message>
    <source>写好之后边界有过变动，请核对</source>
    <translation>The border has moved since this was written</translation>
  </message>
  <message>
    <source>已改写，修改…</source>
    <translation>Written, change…</translation>
  </message>
  <message>
    <source>自动生成，改写…</source>
    <translation>Generated, write…</translation>
  </message>
  <message>
    <source>坐标范围</source>
    <translation>Extent</translation>
  </message>
  <message>
    <source>拖动 / Shift + 拖动</source>
    <translation>Drag / Shift + drag</translation>
  </message>
  <message>
    <source>选择：框选；套索</source>
    <translation>Select: box; lasso</translation>
  </message>
  <message>
    <source>Alt + 单击 / 键入编号</source>
    <translation>Alt + click / type a number</translation>
  </message>
  <message>
    <source>涂抹：取目标网格</source>
    <translation>Paint: take the target grid</translation>
  </message>
  <message>
    <source>右键</source>
    <translation>Right button</translation>
  </message>
  <message>
    <source>涂抹：交换目标和来源</source>
    <translation>Paint: swap target and source</translation>
  </message>
  <message>
    <source>Ctrl + 滚轮</source>
    <translation>Ctrl + wheel</translation>
  </message>
  <message>
    <source>涂抹、推边界：笔刷大小</source>
    <translation>Paint, push: size of the brush</translation>
  </message>
  <message>
    <source>这一步越过了{level}的边线（{names}），越界部分没有划入。允许跨越会记入日志。</source>
    <translation>This goes over the line of a {level} ({names}); what lies beyond was left alone. If allowed, the journal says so.</translation>
  </message>
  <message>
    <source>允许跨越（Shift+X）</source>
    <translation>Allow (Shift+X)</translation>
  </message>
  <message>
    <source>留在原上级</source>
    <translation>Keep inside</translation>
  </message>
  <message>
    <source>（跨上级）</source>
    <translation> (across parents)</translation>
  </message>
  <message>
    <source>按条件选择…</source>
    <translation>Select by condition…</translation>
  </message>
  <message>
    <source>按条件选择</source>
    <translation>Select by condition</translation>
  </message>
  <message>
    <source>按层级、类型、偏差、户数、锁定等条件选中网格，再合并、锁定或作为涂抹来源</source>
    <translation>Select grids by level, kind, deviation, households or lock, to merge them, lock them or paint from them</translation>
  </message>
  <message>
    <source>−20 % 以下</source>
    <translation>below −20 %</translation>
  </message>
  <message>
    <source>−20 % 至 −10 %</source>
    <translation>−20 % to −10 %</translation>
  </message>
  <message>
    <source>±10 % 以内</source>
    <translation>within ±10 %</translation>
  </message>
  <message>
    <source>+10 % 至 +20 %</source>
    <translation>+10 % to +20 %</translation>
  </message>
  <message>
    <source>+20 % 以上</source>
    <translation>above +20 %</translation>
  </message>
  <message>
    <source>打开项目以来有改动</source>
    <translation>Changed since the project was opened</translation>
  </message>
  <message>
    <source>挨着未划入的空地</source>
    <translation>Beside unassigned ground</translation>
  </message>
  <message>
    <source>替换所选</source>
    <translation>Replace the selection</translation>
  </message>
  <message>
    <source>加到所选</source>
    <translation>Add to the selection</translation>
  </message>
  <message>
    <source>从所选中去掉</source>
    <translation>Take out of the selection</translation>
  </message>
  <message>
    <source>编码或名称中的文字，可不填</source>
    <translation>Part of the code or name; may be empty</translation>
  </message>
  <message>
    <source>不限</source>
    <translation>any</translation>
  </message>
  <message>
    <source>文字</source>
    <translation>Text</translation>
  </message>
  <message>
    <source>人数</source>
    <translation>Persons</translation>
  </message>
  <message>
    <source>工作量偏差</source>
    <translation>Deviation</translation>
  </message>
  <message>
    <source>另外</source>
    <translation>Also</translation>
  </message>
  <message>
    <source>至</source>
    <translation>to</translation>
  </message>
  <message>
    <source>选中</source>
    <translation>Select</translation>
  </message>
  <message>
    <source>缺网格员</source>
    <translation>Short of workers</translation>
  </message>
  <message>
    <source>选中方式</source>
    <translation>How</translation>
  </message>
  <message>
    <source>符合 {count} 个，选中后共 {total} 个。</source>
    <translation>{count} meet them; {total} would be selected.</translation>
  </message>
  <message>
    <source>没有符合条件的网格，请放宽条件。</source>
    <translation>No grid meets the conditions; ask for less.</translation>
  </message>
  <message>
    <source>在线底图…</source>
    <translation>Online basemap…</translation>
  </message>
  <message>
    <source>在线底图</source>
    <translation>Online basemap</translation>
  </message>
  <message>
    <source>用您自己的密钥，把天地图等瓦片服务铺在地图下面</source>
    <translation>Lay the tiles of a map server under the map, with your own key</translation>
  </message>
  <message>
    <source>使用</source>
    <translation>Use</translation>
  </message>
  <message>
    <source>填入天地图影像</source>
    <translation>Fill in Tianditu imagery</translation>
  </message>
  <message>
    <source>显示密钥</source>
    <translation>Show the key</translation>
  </message>
  <message>
    <source>瓦片地址</source>
    <translation>Address of tiles</translation>
  </message>
  <message>
    <source>密钥</source>
    <translation>Key</translation>
  </message>
  <message>
    <source>密钥请向服务方自行申请。地址和密钥只保存在本机设置里，不写入项目，也不进入任何导出；地图只在您查看时联网取图。</source>
    <translation>Ask the provider for a key. Address and key are kept in this computer's settings alone, never in a project or an export; tiles are fetched only while you look.</translation>
  </message>
  <message>
    <source>楼栋分属不同网格员，已与社区商定</source>
    <translation>Its buildings go to different workers, agreed with the community</translation>
  </message>
  <message>
    <source>小区内有道路或围墙隔开</source>
    <translation>A road or wall divides it</translation>
  </message>
  <message>
    <source>整体划分时工作量过大</source>
    <translation>Too heavy as a whole</translation>
  </message>
  <message>
    <source>分期交付，先后入住</source>
    <translation>Handed over in stages</translation>
  </message>
  <message>
    <source>恢复小区为整体</source>
    <translation>Make a compound whole again</translation>
  </message>
  <message>
    <source>按楼栋拆开小区</source>
    <translation>Split a compound into its buildings</translation>
  </message>
  <message>
    <source>恢复</source>
    <translation>Rejoin</translation>
  </message>
  <message>
    <source>拆开</source>
    <translation>Split</translation>
  </message>
  <message>
    <source>小区“{name}”将恢复为一个基本单元，涂抹和均衡时整体划转。</source>
    <translation>Compound “{name}” becomes one unit again and changes hands whole.</translation>
  </message>
  <message>
    <source>小区“{name}”将按楼栋拆成多个基本单元，涂抹和均衡时可以逐栋划转；现有网格的边线不变。</source>
    <translation>Compound “{name}” becomes one unit a building, so that each may change hands by itself. Borders stay as they are.</translation>
  </message>
  <message>
    <source>理由（可不填）：</source>
    <translation>Reason (may be empty):</translation>
  </message>
  <message>
    <source>理由（记入日志）：</source>
    <translation>Reason (kept in the journal):</translation>
  </message>
  <message>
    <source>光标下没有小区：把光标放到小区里，再按 Alt+X。</source>
    <translation>No compound is under the pointer: point at one and press Alt+X.</translation>
  </message>
  <message>
    <source>。</source>
    <translation>.</translation>
  </message>
  <message>
    <source>拆开或恢复小区…</source>
    <translation>Split or rejoin a compound…</translation>
  </message>
  <message>
    <source>光标下的小区：按楼栋拆成多个基本单元，写明理由；再按一次恢复</source>
    <translation>The compound under the pointer: one unit a building, with a reason; once more rejoins it</translation>
  </message>
  <message>
    <source>键入数字</source>
    <translation>Figures</translation>
  </message>
  <message>
    <source>画线：下一段的长度，再填方位角</source>
    <translation>Drawing: length of the next leg, then its bearing</translation>
  </message>
  <message>
    <source>Shift + 方向键</source>
    <translation>Shift + arrows</translation>
  </message>
  <message>
    <source>改顶点：微调 0.1 m；加 Alt 为 1 m</source>
    <translation>Vertices: nudge 0.1 m; with Alt 1 m</translation>
  </message>
  <message>
    <source>规模标准…</source>
    <translation>Size limits…</translation>
  </message>
  <message>
    <source>规模标准</source>
    <translation>Size limits</translation>
  </message>
  <message>
    <source>选定或修改户数、人口、面积的上下限和检查容差</source>
    <translation>Choose or change the limits of households, persons and area, and the tolerances of the check</translation>
  </message>
  <message>
    <source>服务面积（公顷）</source>
    <translation>Served area (ha)</translation>
  </message>
  <message>
    <source>网格员（人）</source>
    <translation>Workers</translation>
  </message>
  <message>
    <source>低于即错误</source>
    <translation>Error below</translation>
  </message>
  <message>
    <source>低于则警告</source>
    <translation>Warn below</translation>
  </message>
  <message>
    <source>高于则警告</source>
    <translation>Warn above</translation>
  </message>
  <message>
    <source>高于即错误</source>
    <translation>Error above</translation>
  </message>
  <message>
    <source>指标</source>
    <translation>Figure</translation>
  </message>
  <message>
    <source>{profile}　建议</source>
    <translation>{profile} – suggested</translation>
  </message>
  <message>
    <source>恢复内置数值</source>
    <translation>Back to the shipped figures</translation>
  </message>
  <message>
    <source>小区满多少户应有党支部</source>
    <translation>Party branch for compounds from</translation>
  </message>
  <message>
    <source> 户</source>
    <translation> households</translation>
  </message>
  <message>
    <source>工作量偏差超过则警告</source>
    <translation>Warn of a load deviation above</translation>
  </message>
  <message>
    <source>超过即错误</source>
    <translation>error above</translation>
  </message>
  <message>
    <source>碎片：窄于</source>
    <translation>A sliver is narrower than</translation>
  </message>
  <message>
    <source>或小于</source>
    <translation>or smaller than</translation>
  </message>
  <message>
    <source>边线可切去楼栋</source>
    <translation>A border may cut off a building</translation>
  </message>
  <message>
    <source>出处：{text}</source>
    <translation>Source: {text}</translation>
  </message>
  <message>
    <source>数值有改动，只对本项目有效。</source>
    <translation>Figures were changed; they hold for this project only.</translation>
  </message>
  <message>
    <source>规模标准（检查网格大小所用，以后可改）</source>
    <translation>Size limits (what grids are checked against; can be changed later)</translation>
  </message>
  <message>
    <source>按楼门长着色</source>
    <translation>Colour by captain</translation>
  </message>
  <message>
    <source>楼门按楼门长着色，相邻的不同色；空缺的打叉</source>
    <translation>Doors in the colour of their captain, neighbours apart; vacant ones crossed</translation>
  </message>
  <message>
    <source>户与楼门长的口径</source>
    <translation>Households and captains</translation>
  </message>
  <message>
    <source>户与楼门长的口径…</source>
    <translation>Households and captains…</translation>
  </message>
  <message>
    <source>哪些户计入工作量，楼门长按人数最少还是就近</source>
    <translation>Which households the load counts; fewest or nearest captains</translation>
  </message>
  <message>
    <source>哪些户计入工作量（因素“户数”）</source>
    <translation>Households that the load counts (factor “households”)</translation>
  </message>
  <message>
    <source>{what}：{count} 户</source>
    <translation>{what}: {count}</translation>
  </message>
  <message>
    <source>照此处理</source>
    <translation>Mend</translation>
  </message>
  <message>
    <source>安排楼门长时</source>
    <translation>When captains are chosen</translation>
  </message>
  <message>
    <source>人数最少：一人可管几个楼门</source>
    <translation>Fewest: one person may have several doors</translation>
  </message>
  <message>
    <source>就近：由住得最近的人管</source>
    <translation>Nearest: who lives nearest has the door</translation>
  </message>
  <message>
    <source>每人可管（名册没写的）</source>
    <translation>Room, where the list has none</translation>
  </message>
  <message>
    <source>保存后可撤销。楼门长不会自动变动，需要时按 F9 重新安排。</source>
    <translation>Can be undone. Captains stay as they are; press F9 to choose anew.</translation>
  </message>
  <message>
    <source>{what}。</source>
    <translation>{what}.</translation>
  </message>
  <message>
    <source>人数最少</source>
    <translation>fewest</translation>
  </message>
  <message>
    <source>就近</source>
    <translation>nearest</translation>
  </message>
  <message>
    <source>其中</source>
    <translation>Of these</translation>
  </message>
  <message>
    <source>有人居住 {occupied} · 户籍户 {registered}</source>
    <translation>lived in {occupied} · registered {registered}</translation>
  </message>
  <message>
    <source>工作量的户数计入：{what}</source>
    <translation>The load counts {what}</translation>
  </message>
  <message>
    <source>名册里没有这样的户</source>
    <translation>The list has no such households</translation>
  </message>
  <message>
    <source>缺岗中</source>
    <translation>away</translation>
  </message>
  <message>
    <source>代管 {grids}</source>
    <translation>covers {grids}</translation>
  </message>
  <message>
    <source>放回…</source>
    <translation>Put back…</translation>
  </message>
  <message>
    <source>{name} 已放回，代管结束。</source>
    <translation>{name} is back; nobody covers any more.</translation>
  </message>
  <message>
    <source>已按演练安排代管；本人回岗后在人员表里放回。</source>
    <translation>Covered as the drill says; put the worker back in the table of people.</translation>
  </message>
  <message>
    <source>安排代管</source>
    <translation>Let them cover</translation>
  </message>
  <message>
    <source>至</source>
    <translation>until</translation>
  </message>
  <message>
    <source>不勾选时一直代管到放回为止</source>
    <translation>Without it they cover until the worker is put back</translation>
  </message>
  <message>
    <source>代管自</source>
    <translation>Covered from</translation>
  </message>
  <message>
    <source>单位：人份。方案没有改动；按“安排代管”才写入临时任职，可撤销、可放回。</source>
    <translation>In workers' worth. Nothing has changed; “Let them cover” writes temporary duties, which can be undone or ended.</translation>
  </message>
  <message>
    <source>结束日期早于开始日期。</source>
    <translation>The last day comes before the first.</translation>
  </message>
  <message>
    <source>代管</source>
    <translation>cover</translation>
  </message>
  <message>
    <source>缺岗</source>
    <translation>away</translation>
  </message>
  <message>
    <source>历程</source>
    <translation>History of it</translation>
  </message>
  <message>
    <source>历程…</source>
    <translation>History…</translation>
  </message>
  <message>
    <source>边界、编码、沿革和任职的先后变化</source>
    <translation>Borders, codes, lineage and duties over time</translation>
  </message>
  <message>
    <source>任职经历</source>
    <translation>Duties over time</translation>
  </message>
  <message>
    <source>日期</source>
    <translation>Day</translation>
  </message>
  <message>
    <source>事项</source>
    <translation>What</translation>
  </message>
  <message>
    <source>经办</source>
    <translation>By</translation>
  </message>
  <message>
    <source>输入文字筛选</source>
    <translation>Type to filter</translation>
  </message>
  <message>
    <source>{name}：还没有记录。</source>
    <translation>{name}: nothing is recorded yet.</translation>
  </message>
  <message>
    <source>{count} 项党员、特长用在所需网格。</source>
    <translation> {count} memberships and skills are where a grid asks for them.</translation>
  </message>
  <message>
    <source>没有找到能降低偏差的移动。可以少守边界、多算一会儿，或新开网格。</source>
    <translation>No move was found that lowers the deviation. Keep fewer borders, give it more time, or open new grids.</translation>
  </message>
  <message>
    <source>查找（Ctrl+F）</source>
    <translation>Find (Ctrl+F)</translation>
  </message>
  <message>
    <source>严重程度</source>
    <translation>Severity</translation>
  </message>
  <message>
    <source>范围</source>
    <translation>Scope</translation>
  </message>
  <message>
    <source>规则</source>
    <translation>Rules</translation>
  </message>
  <message>
    <source>地图</source>
    <translation>Map</translation>
  </message>
  <message>
    <source>图层列表：改变上下次序</source>
    <translation>Layers: change the order</translation>
  </message>
  <message>
    <source>没有符合的，请换几个字。</source>
    <translation>Nothing fits; try other words.</translation>
  </message>
</context>
</TS>
