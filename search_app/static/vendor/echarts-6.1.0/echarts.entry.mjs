import * as echarts from "echarts/core";
import { BarChart, LineChart, SankeyChart, TreemapChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkAreaComponent, TooltipComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
echarts.use([BarChart, LineChart, SankeyChart, TreemapChart, AriaComponent, GridComponent, LegendComponent, MarkAreaComponent, TooltipComponent, LabelLayout, SVGRenderer, CanvasRenderer]);
export const { init } = echarts;
