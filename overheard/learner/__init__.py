"""For the learner's machine: copies in my_work/, progress, the doctor, JupyterLab."""
