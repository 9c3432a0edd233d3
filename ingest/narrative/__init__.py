"""What the narrative states: duties, organisation, staffing, budget lines, projects, figures and names."""
