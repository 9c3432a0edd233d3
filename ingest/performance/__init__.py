"""Self-evaluation tables 绩效自评表: recognised, taken apart where they touch, and read."""

from ingest.performance.evaluation import SelfEvaluation, self_evaluation, self_evaluations
from ingest.performance.grids import whole_tables
from ingest.performance.lists import is_project_list
from ingest.performance.recognition import is_self_evaluation

__all__ = ["SelfEvaluation", "is_project_list", "is_self_evaluation", "self_evaluation", "self_evaluations", "whole_tables"]
