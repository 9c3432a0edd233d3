// A file that is too large is told before it is sent; the button says that the work has begun.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.drop");
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("button");
  const most = Number(form.dataset.megabytes);
  input.addEventListener("change", () => {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    input.setCustomValidity(size > most * 2 ** 20 ? `文件超过${most} MB，拆成几份再传` : "");
    input.reportValidity();
  });
  form.addEventListener("submit", () => { button.textContent = "正在检查…"; });
  addEventListener("pageshow", () => { button.textContent = "检查"; });
});
